using Mmva.Encoders;

namespace Mmva.Parity.Kinds;

/// <summary>A small MERT with its weights, in every container that the folder holds: the preprocessed sound and every hidden state.</summary>
internal sealed class MertTinyKind : IGoldenKind
{
    private const double Limit = 2e-4;
    private const string Waveform = "waveform", Input = "input_values";

    public string Name => "mert-tiny";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        using var golden = folder.Tensors();
        var config = MertConfig.Read(folder.File("config.json"));
        var preprocessing = MertPreprocessing.Read(folder.Path, config.SampleRate);
        foreach (
            var wave in golden.Tensors.Values.Where(t => t.Name.StartsWith(Waveform, StringComparison.Ordinal))
                .OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            var expected = golden[Input + wave.Name[Waveform.Length..]];
            yield return ParityRow.OfScale(
                expected.Name, preprocessing.Prepare(new Waveform(wave.ToFloats(), config.SampleRate)).Samples.Span, expected.ToFloats(), Limit);
        }
        foreach (var file in GoldenWeights.In(folder))
        {
            var weights = ModelWeights.Open(file);
            using var session = new TowerSession(MertGraph.Build(config, weights, Precision.Exact, hiddenStates: true), sources: [weights]);
            foreach (
                var expected in golden.Tensors.Values.Where(t => t.Name.StartsWith("hidden_", StringComparison.Ordinal))
                    .OrderBy(t => t.Name, StringComparer.Ordinal))
            {
                var row = $"{Path.GetFileName(file)}/{expected.Name}";
                var parts = expected.Name.Split('_', 3); // hidden, number, which waveform
                var output = $"hidden_{parts[1]}";
                if (!session.Outputs.ContainsKey(output))
                {
                    yield return ParityRow.Failed(row, "the graph has no output of this name");
                    continue;
                }
                var samples = golden[parts.Length > 2 ? $"{Input}_{parts[2]}" : Input];
                var result = new float[expected.Count];
                session.Run(MertGraph.InputValues, samples.ToFloats(), [1, samples.Count], output, result, [.. expected.Shape.Select(s => (long)s)]);
                yield return ParityRow.OfScale(row, result, expected.ToFloats(), Limit);
            }
        }
    }
}
