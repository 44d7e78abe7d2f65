using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The preprocessing of audio in a graph.</summary>
internal static class GraphAudio
{
    private const int SamplesTogether = 1 << 16;

    private const double BlockSeconds = AudioNormalization.BlockSeconds, Gate = AudioNormalization.Gate;

    /// <summary>Scales audio to a level: <see cref="AudioNormalization.ToLevel"/>, and zeros for silence.</summary>
    /// <param name="samples">float32 [samples].</param>
    /// <param name="sampleRate">Hz.</param>
    /// <param name="decibels">The level (dBFS).</param>
    public static Term ToLevel(Term samples, int sampleRate, double decibels)
    {
        var block = Math.Max(1, (int)(sampleRate * BlockSeconds));
        var length = samples.Size(0);
        var others = ((length + block / 2) / block - 1).Max(0); // blocks before the last, which is longer or shorter
        var powers = samples.Graph.Loop("level_blocks", others + 1, index =>
        {
            var part = samples.Slice(0, index * block, (index < others).Choose((index + 1) * block, length)).As(TensorType.Float64);
            return (part * part).Mean(0);
        });
        var loud = (powers >= powers.Mean(0) * Gate).As(TensorType.Float64);
        var power = (powers * loud).Sum(0) / loud.Sum(0);
        var gain = (power.Constant(Math.Pow(10, decibels / 10)) / power).Sqrt();
        return samples * (power <= Math.Pow(10, AudioNormalization.DefaultFloor / 10)).Choose(power.Constant(0), gain).As(TensorType.Float32);
    }

    /// <summary>Mean 0 and variance 1 over all samples: <see cref="WaveformPreparation.Normalize"/>.</summary>
    public static Term Normalize(Term samples)
    {
        var length = samples.Size(0);
        var count = length.As(TensorType.Float64);
        var mean = Sum("mean_blocks", part => part) / count; // [1]
        var variance = Sum("variance_blocks", part => (part - mean) * (part - mean)) / count;
        return (samples - mean.As(TensorType.Float32)) * (mean.Constant(1) / (variance + WaveformPreparation.Epsilon).Sqrt()).As(TensorType.Float32);

        // part by part, for in double precision all samples at once would take much memory
        Term Sum(string name, Func<Term, Term> value) => samples.Graph.Loop(name, (length + (SamplesTogether - 1)) / SamplesTogether, index =>
        {
            var part = samples.Slice(0, index * SamplesTogether, ((index + 1) * SamplesTogether).Min(length));
            return value(part.As(TensorType.Float64)).Sum(0);
        }).Sum(0, keep: true);
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
