namespace Mmva.Parity.Kinds;

/// <summary>Resampling (every <c>in_A</c> to every <c>out_A_to_B</c>) and normalisation.</summary>
internal sealed class AudioKind : IGoldenKind
{
    private const double Tolerance = 1e-5;

    public string Name => "audio";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        using var file = folder.Tensors();
        foreach (var (key, expected) in file.Tensors.OrderBy(t => t.Key, StringComparer.Ordinal))
            switch (key.Split('_'))
            {
                case ["in", _]: break;
                case ["out", var from, "to", var to]:
                    var resampled = AudioResampling.Resample(new Waveform(file[$"in_{from}"].ToFloats(), int.Parse(from)), int.Parse(to));
                    yield return ParityRow.Absolute(key, resampled.Samples.Span, expected.ToFloats(), Tolerance);
                    break;
                case ["zero", "mean", "unit", "var"]:
                    // the generator takes the sound at 44.1 kHz for this output
                    var normalised = AudioNormalization.ZeroMeanUnitVariance(new Waveform(file["in_44100"].ToFloats(), 44100));
                    yield return ParityRow.Absolute(key, normalised.Samples.Span, expected.ToFloats(), Tolerance);
                    break;
                default: yield return ParityRow.Skipped(key, "no such output is known"); break;
            }
    }
}
