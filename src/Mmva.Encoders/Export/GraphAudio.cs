using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The preprocessing of audio in a graph.</summary>
internal static class GraphAudio
{
    private const double BlockSeconds = AudioNormalization.BlockSeconds, Gate = AudioNormalization.Gate;

    /// <summary>Scales audio to a level: <see cref="AudioNormalization.ToLevel"/>, and zeros for silence.</summary>
    /// <param name="samples">float32 [samples].</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="decibels">The level (dBFS).</param>
    public static Term ToLevel(Term samples, int sampleRate, double decibels)
    {
        var block = Math.Max(1, (int)(sampleRate * BlockSeconds));
        var exact = samples.As(TensorType.Float64);
        var length = samples.Size(0);
        var others = ((length + block / 2) / block - 1).Max(0); // blocks before the last
        var sums = (exact * exact).PadEnd(0, 1, block - 1);
        sums = sums.Slice(0, length.Constant(0).Reshape(1), (length + (block - 1)) / block * block).Reshape(-1, block).Sum(1);
        var last = sums.Slice(0, others, sums.Size(0)).Sum(0, keep: true) / (length - others * block).As(TensorType.Float64);
        var powers = Term.Concat(0, sums.Slice(0, length.Constant(0).Reshape(1), others) / block, last);
        var loud = (powers >= powers.Mean(0) * Gate).As(TensorType.Float64);
        var power = (powers * loud).Sum(0) / loud.Sum(0);
        var gain = (power.Constant(Math.Pow(10, decibels / 10)) / power).Sqrt();
        return samples * (power <= Math.Pow(10, AudioNormalization.DefaultFloor / 10)).Choose(power.Constant(0), gain).As(TensorType.Float32);
    }

    /// <summary>Mean 0 and variance 1 over all samples: <see cref="WaveformPreparation.Normalize"/>.</summary>
    public static Term Normalize(Term samples)
    {
        var exact = samples.As(TensorType.Float64);
        var mean = exact.Mean(0);
        var centered = exact - mean;
        var deviation = ((centered * centered).Mean(0) + WaveformPreparation.Epsilon).Sqrt();
        return (samples - mean.As(TensorType.Float32)) * (mean.Constant(1) / deviation).As(TensorType.Float32);
    }

    /// <summary>
    /// The mean of the features of whole windows of a fixed length; audio shorter than one is repeated, and a remainder is ignored.
    /// </summary>
    /// <param name="samples">float32 [samples].</param>
    /// <param name="window">The samples of a window.</param>
    /// <param name="normalize">Whether each window is normalized.</param>
    /// <param name="encode">From one window, float32 [1, window], to its features, [1, …].</param>
    public static Term AverageFixedWindows(Term samples, int window, bool normalize, Func<Term, Term> encode)
    {
        var length = samples.Size(0);
        return samples.Graph.Loop("windows", (length / window).Max(1), index =>
        {
            var offsets = index.Constant(0).RangeTo(index.Constant(window));
            var part = samples.Gather((index * window + offsets) % length);
            return encode((normalize ? Normalize(part) : part).Unsqueeze(0));
        }).Mean(0);
    }

    /// <summary>The mean of the features of windows: <see cref="AudioWindows.Average"/>.</summary>
    /// <param name="samples">float32 [samples].</param>
    /// <param name="longest">The samples that a window may have.</param>
    /// <param name="encode">From one window, float32 [1, samples], to its features, [1, …].</param>
    public static Term AverageWindows(Term samples, int longest, Func<Term, Term> encode)
    {
        var length = samples.Size(0);
        var count = (length - 1) / longest + 1;
        var window = (length - 1) / count + 1;
        var features = samples.Graph.Loop("windows", count, index =>
        {
            var start = (index * (length - window) / (count - 1).Max(1));
            return encode(samples.Slice(0, start, start + window).Unsqueeze(0));
        });
        return features.Mean(0);
    }
}
