using Mmva.Encoders;
using Mmva.WeightFiles;

namespace Mmva.Parity.Kinds;

/// <summary>A waveform, its log-mel, and every stage of both models on the log-mel windows.</summary>
internal sealed class MusicnnKind : IGoldenKind
{
    private const double Limit = 2e-4;
    private static readonly string[] Models = ["msd", "mtt"];

    public string Name => "musicnn";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        using var golden = folder.Tensors();
        foreach (var row in FrontEnd(golden)) yield return row;

        var weights = options.PretrainedFolder(Name);
        using ModelWeights msd = ModelWeights.Open(
            Path.Combine(weights, "msd.safetensors")), mtt = ModelWeights.Open(Path.Combine(weights, "mtt.safetensors"));
        using var session = new TowerSession(MusicnnGraph.Build([(Models[0], msd), (Models[1], mtt)], everyStage: true));
        var windows = golden["log_mel"];
        foreach (
            var expected in golden.Tensors.Values.Where(t => Models.Any(m => t.Name.StartsWith(m + ".", StringComparison.Ordinal)))
                .OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            if (!session.Outputs.ContainsKey(expected.Name))
            {
                yield return ParityRow.Failed(expected.Name, "the graph has no output of this name");
                continue;
            }
            var result = new float[expected.Count];
            session.Run(MusicnnGraph.LogMel, windows.ToFloats(), Long(windows), expected.Name, result, Long(expected));
            yield return ParityRow.OfScale(expected.Name, result, expected.ToFloats(), Limit);
        }
    }

    private static IEnumerable<ParityRow> FrontEnd(SafetensorsFile golden)
    {
        var wave = golden["waveform"].ToFloats();
        yield return ParityRow.OfScale(
            "mel_filters", MelFilters.Create(LogMelSpectrogram.Bands, 512, LogMelSpectrogram.SampleRate), golden["mel_filters"].ToFloats(), Limit);

        var full = new float[LogMelSpectrogram.FrameCount(wave.Length) * LogMelSpectrogram.Bands];
        var spectrogram = new LogMelSpectrogram();
        spectrogram.Compute(wave, 0, full);
        yield return ParityRow.OfScale("log_mel_full", full, golden["log_mel_full"].ToFloats(), Limit);

        const int size = LogMelSpectrogram.WindowFrames * LogMelSpectrogram.Bands;
        var windows = new float[LogMelSpectrogram.WindowCount(wave.Length) * size];
        for (var i = 0; i < windows.Length / size; i++) spectrogram.Window(wave, i, windows.AsSpan(i * size, size));
        yield return ParityRow.OfScale("log_mel", windows, golden["log_mel"].ToFloats(), Limit);
    }

    private static long[] Long(Tensor tensor) => [.. tensor.Shape.Select(s => (long)s)];
}
