using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The layers of one trained model, batch norms folded into the preceding layers.</summary>
/// <remarks>
/// gain · ReLU(y) + shift is written as max(gain · y + shift, shift), or with min if the gain is negative. So gain and shift are folded into the
/// weights that produce y, and a maximum of several y can be taken first.
/// </remarks>
internal sealed class MusicnnParts
{
    public const int TimbralChannels = 204, TemporalChannels = 51, FrontChannels = 2 * TimbralChannels + 3 * TemporalChannels;
    public const int MiddleChannels = 64, MiddleKernel = 7, MiddleLayers = 3, AllChannels = FrontChannels + MiddleLayers * MiddleChannels;
    public const int Penultimate = MusicnnGraph.PenultimateWidth, Tags = 50;

    // time × bands of the kernels
    private static readonly (string Path, int Channels, int Time, int Bands)[] Kernels =
    [
        ("timbral_74", TimbralChannels, 7, 38), ("timbral_77", TimbralChannels, 7, 67),
        ("temporal_128", TemporalChannels, 128, 1), ("temporal_64", TemporalChannels, 64, 1), ("temporal_32", TemporalChannels, 32, 1),
    ];

    /// <summary>Reads a model.</summary>
    /// <exception cref="WeightFileException">A tensor is missing, wrong or unknown.</exception>
    public MusicnnParts(ModelWeights published, bool withTags = false)
    {
        var weights = new MusicnnWeights(published, ignored: key => !withTags && key.StartsWith("output.", StringComparison.Ordinal));
        var (gain, shift) = weights.TakeNorm("input_bn", 1);
        InputGain = gain[0];
        InputShift = shift[0];
        Front = [.. Kernels.Select(k => Convolution(weights, k.Path, k.Channels, k.Time, k.Bands))];
        Middle = [.. Enumerable.Range(0, MiddleLayers).Select(i =>
            Convolution(weights, $"mid_{i + 1}", MiddleChannels, MiddleKernel, i == 0 ? FrontChannels : MiddleChannels))];
        BackEnd = ReadBackEnd(weights);
        if (withTags) Output = (weights.Take("output.weight", Tags, Penultimate), weights.Take("output.bias", Tags));
        weights.Finish();
    }

    /// <summary>A layer followed by clamping.</summary>
    /// <param name="Path">Its name in the weight file.</param>
    /// <param name="Channels">Its outputs.</param>
    /// <param name="Time">Frames of the kernel.</param>
    /// <param name="Inputs">Bands of the kernel, or channels that it reads.</param>
    /// <param name="Weight">[channels, time, inputs].</param>
    /// <param name="Bias">[channels].</param>
    /// <param name="Norm">The limits.</param>
    public sealed record Layer(string Path, int Channels, int Time, int Inputs, float[] Weight, float[] Bias, RectifiedNorm Norm);

    public float InputGain { get; }

    public float InputShift { get; }

    /// <summary>Kernels [channels, time, bands] over the window.</summary>
    public Layer[] Front { get; }

    /// <summary>Kernels [64, 7, inputs] over time, as wide as their input.</summary>
    public Layer[] Middle { get; }

    /// <summary>[200, 1506] over the maxima and then the means of all channels.</summary>
    public Layer BackEnd { get; }

    /// <summary>The tags, if asked for: weight [50, 200] and bias.</summary>
    public (float[] Weight, float[] Bias) Output { get; }

    private static Layer Convolution(MusicnnWeights weights, string path, int channels, int time, int inputs)
    {
        var (weight, bias) = (weights.Take(path + ".conv.weight", channels, 1, time, inputs), weights.Take(path + ".conv.bias", channels));
        var norm = weights.TakeRectifiedNorm(path + ".bn", channels);
        norm.FoldInto(weight, bias);
        return new(path, channels, time, inputs, weight, bias, norm);
    }

    // pool_bn, then the linear layer and its norm; the published order of the pooled values is max0, mean0, max1, mean1, …
    private static Layer ReadBackEnd(MusicnnWeights weights)
    {
        const int inputs = 2 * AllChannels;
        var (weight, bias) = (weights.Take("penultimate.weight", Penultimate, inputs), weights.Take("penultimate.bias", Penultimate));
        var (gain, shift) = weights.TakeNorm("pool_bn", inputs);
        for (var row = 0; row < Penultimate; row++)
        {
            var w = weight.AsSpan(row * inputs, inputs);
            for (var i = 0; i < inputs; i++)
            {
                bias[row] += w[i] * shift[i];
                w[i] *= gain[i];
            }
        }
        var norm = weights.TakeRectifiedNorm("penultimate_bn", Penultimate);
        norm.FoldInto(weight, bias);
        return new("penultimate", Penultimate, 1, inputs, SwapInner(weight, Penultimate, AllChannels, 2), bias, norm);
    }

    /// <summary>[outer, a, b] to [outer, b, a].</summary>
    public static float[] SwapInner(float[] values, int outer, int a, int b)
    {
        var result = new float[values.Length];
        for (var o = 0; o < outer; o++)
            for (var i = 0; i < a; i++)
                for (var j = 0; j < b; j++) result[(o * b + j) * a + i] = values[(o * a + i) * b + j];
        return result;
    }
}
