using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>musicnn in a graph, from samples: <see cref="LogMelSpectrogram"/>, the tower, and the mean over the windows.</summary>
internal static class MusicnnChain
{
    private const int Frames = LogMelSpectrogram.WindowFrames, FrameSize = LogMelSpectrogram.FrameSize, Hop = LogMelSpectrogram.Hop;

    /// <summary>Adds it.</summary>
    /// <param name="samples">float32 [samples], 16 kHz.</param>
    /// <param name="tower">From <c>log_mel</c> to <c>features</c>.</param>
    /// <returns>float32 [1, 1, 400].</returns>
    public static Term Add(Term samples, Graph tower)
    {
        var frames = samples.Size(0) / Hop + 1;
        var filters = samples with
        {
            Value = samples.Graph.MostlyZeros("log_mel.filters", Filters(), LogMelSpectrogram.Bins, LogMelSpectrogram.Bands),
        };
        var features = samples.Graph.Loop("log_mel_windows", (frames / Frames).Max(1), window =>
        {
            var logMel = Window(samples, frames, window, filters).Unsqueeze(0);
            var inputs = new Dictionary<string, GraphValue> { [MusicnnGraph.LogMel] = logMel.Value };
            return logMel with { Value = logMel.Graph.Embed(tower, inputs, MusicnnGraph.Features) };
        });
        return features.Mean(0).Unsqueeze(0); // of [windows, 1, 400]
    }

    // one window [187, 96]; an audio with fewer frames repeats them
    private static Term Window(Term samples, Term frames, Term window, Term filters)
    {
        var graph = window.Graph;
        var own = frames.Min(Frames);
        var frame = window * Frames + Integers(graph, Frames) % own; // [187]
        var index = Reflect(frame.Unsqueeze(1) * Hop - FrameSize / 2 + Integers(graph, FrameSize), samples.Size(0));
        var hann = new Term(graph, graph.Weight("log_mel.hann", LogMelSpectrogram.Hann, FrameSize), TensorType.Float32);
        var power = GraphSpectrum.Power(samples.Gather(index) * hann, FrameSize);
        return (power.MatMul(filters) * 10_000 + 1).Log() / Math.Log(10);
    }

    // beyond its ends the audio is mirrored, as often as needed
    private static Term Reflect(Term index, Term length)
    {
        var period = ((length - 1) * 2).Max(1);
        var at = index.Abs() % period;
        return (at < length).Choose(at, period - at);
    }

    private static Term Integers(GraphBuilder graph, int count) =>
        new(graph, graph.Weight($"int64 0 to {count - 1}", [.. Enumerable.Range(0, count).Select(i => (long)i)], count), TensorType.Int64);

    // [bins, bands]
    private static float[] Filters()
    {
        const int bins = LogMelSpectrogram.Bins, bands = LogMelSpectrogram.Bands;
        var transposed = new float[bins * bands];
        for (var band = 0; band < bands; band++)
            for (var bin = 0; bin < bins; bin++) transposed[bin * bands + band] = LogMelSpectrogram.Filters[band * bins + bin];
        return transposed;
    }
}
