using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Encodes music with MERT-v1-95M: features are the time means of its 13 hidden states, [13, 768].</summary>
/// <remarks>
/// Audio of any rate is resampled to 24 kHz and, unless <c>preprocessor_config.json</c> says otherwise, normalized as a whole to mean 0 and variance
/// 1.
/// Audio longer than <see cref="MertOptions.WindowSeconds"/> is divided into the fewest equal windows of at most that length, which cover all of it;
/// its features are the mean over the windows. Nothing is cropped or random, and no input affects another, whatever their lengths.
/// <see cref="PretrainedEncoder{TInput}.EncodeAsync"/> throws a <see cref="MediaException"/> for a waveform that is shorter than the tower's
/// receptive field (400 samples at 24 kHz, 17 ms) or contains samples that are not finite. Safe to use from several threads; dispose it when no
/// encoding is in progress.
/// <see cref="PretrainedEncoder{TInput}.SaveOnnx"/> writes a graph from <c>input_values</c> [batch, samples] to <c>time_means</c> [batch, 13, 768]:
/// <see cref="OnnxMusicEncoder"/> with <c>SampleRate = 24000, Normalize = true</c> and the same window gives the same features.
/// In <see cref="Precision.Fast"/> the inputs of one run share the steps in which activations of the convolutions are rounded:
/// other programs should run them one by one.
/// Upstream: https://huggingface.co/m-a-p/MERT-v1-95M (Li et al., arXiv 2306.00107).
/// </remarks>
public sealed class MertEncoder : PretrainedEncoder<Waveform>
{
    private readonly MertTower _tower;
    private readonly int _longest;

    private MertEncoder(MertTower tower, MertOptions options, int longest)
        : base(tower, tower.Describe(NameOf(tower.Config), tower.Config.Layers + 1, tower.Config.Width, options.License, options.Source, longest))
    {
        _tower = tower;
        _longest = longest;
    }

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">
    /// Contains <c>config.json</c>, <c>model.safetensors</c> or <c>pytorch_model.bin</c>, and <c>preprocessor_config.json</c> if the audio is not to
    /// be normalized.
    /// The positional convolution may be stored with weight norm, under its old or new names, or without.
    /// </param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or contains another model.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime's native library is missing.</exception>
    public static MertEncoder Load(string folder, MertOptions? options = null)
    {
        options = (options ?? new()).Validated(new MertOptionsValidator());
        var tower = new MertTower(folder, options.Precision, options.Session);
        return new(tower, options, AudioWindows.Longest(options.WindowSeconds, tower.Config.SampleRate));
    }

    private protected override FeatureBatch Encode(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken)
    {
        var size = _tower.FeatureSize;
        var features = new float[inputs.Count * size];
        for (var i = 0; i < inputs.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AudioWindows.Average(Prepare(inputs[i], i), _longest, _tower.Run, features.AsSpan(i * size, size), cancellationToken);
        }
        return new(inputs.Count, Metadata.Layers, Metadata.Width, features);
    }

    private ReadOnlyMemory<float> Prepare(Waveform audio, int index)
    {
        var samples = _tower.Preprocessing.Prepare(audio).Samples;
        var least = _tower.Config.ReceptiveField;
        if (samples.Length < least)
            throw new MediaException(
                $"waveform {index}",
                $"it has {samples.Length} samples at {_tower.Config.SampleRate} Hz; this tower needs at least {least}. Omit it, or repeat it.");
        FiniteSamples.Require(samples.Span, index);
        return samples;
    }

    private protected override int ChainSampleRate => _tower.Config.SampleRate;

    private protected override Term AddTo(GraphInput input, Graph tower)
    {
        var samples = _tower.Preprocessing.Normalize ? GraphAudio.Normalize(input.Value) : input.Value;
        return GraphAudio.AverageWindows(samples, _longest, window =>
        {
            var inputs = new Dictionary<string, GraphValue> { [MertGraph.InputValues] = window.Value };
            return window with { Value = window.Graph.Embed(tower, inputs, MertGraph.TimeMeans) };
        });
    }

    private static string NameOf(MertConfig config) => config is { Width: 768, Layers: 12 } ? "mert-v1-95m" : $"mert-{config.Width}x{config.Layers}";
}
