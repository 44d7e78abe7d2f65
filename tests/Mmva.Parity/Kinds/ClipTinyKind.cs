using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders;

namespace Mmva.Parity.Kinds;

/// <summary>A small CLIP with its weights: every hidden state of the vision tower, and the projected class token.</summary>
internal sealed class ClipTinyKind : IGoldenKind
{
    private const double Limit = 2e-4;

    public string Name => "clip-tiny";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        using var golden = folder.Tensors();
        var config = ClipConfig.ReadFolder(folder.Path);
        var pixels = golden[ClipGraph.PixelValues];
        using var input = OrtTensor.Over<float>(pixels.ToFloats().AsMemory(), [.. pixels.Shape.Select(s => (long)s)]);
        var inputs = new Dictionary<string, OrtValue> { [ClipGraph.PixelValues] = input };
        foreach (var file in GoldenWeights.In(folder))
            foreach (var hiddenStates in new[] { true, false })
            {
                var weights = ModelWeights.Open(file);
                using var session = new TowerSession(ClipGraph.Build(config, weights, Precision.Exact, hiddenStates), sources: [weights]);
                var expected = golden.Tensors.Values.Where(t => t != pixels && hiddenStates != (t.Name == ClipGraph.ImageEmbeddings));
                foreach (var row in GraphOutputs.Compare(session, inputs, expected, Limit))
                    yield return row with { Output = $"{Path.GetFileName(file)}/{row.Output}" };
            }
    }
}
