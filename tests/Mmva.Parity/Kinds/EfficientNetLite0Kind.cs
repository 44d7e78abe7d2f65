using Mmva.Encoders;

namespace Mmva.Parity.Kinds;

/// <summary>Pictures of 224 × 224 and the means over positions of blocks, head and logits.</summary>
internal sealed class EfficientNetLite0Kind : IGoldenKind
{
    private const double Limit = 2e-4;

    public string Name => "efficientnet-lite0";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        using var weights = ModelWeights.Open(options.PretrainedFolder(Name));
        using var session = new TowerSession(EfficientNetLite0Graph.Build(weights, everyMap: true));
        using var golden = folder.Tensors();
        foreach (
            var image in golden.Tensors.Keys.Where(k => k.EndsWith(".u8_hwc", StringComparison.Ordinal)).Select(k => k[..^".u8_hwc".Length])
                .Order(StringComparer.Ordinal))
        {
            var pixels = golden[image + ".u8_hwc"];
            var planes = new float[pixels.Count];
            EfficientNetLite0Encoder.Prepare(new RgbImage(pixels.Shape[1], pixels.Shape[0], pixels.Bytes), planes);
            foreach (var expected in golden.Tensors.Values.Where(t => t.Name.StartsWith(image + ".", StringComparison.Ordinal) && t != pixels))
            {
                var name = expected.Name[(image.Length + 1)..];
                if (!session.Outputs.ContainsKey(name))
                {
                    yield return ParityRow.Failed(expected.Name, "the graph has no output of this name");
                    continue;
                }
                var result = new float[expected.Count];
                session.Run(
                    EfficientNetLite0Graph.Pixels, planes, [1, 3, EfficientNetLite0Graph.Side, EfficientNetLite0Graph.Side], name, result,
                    [1, expected.Count]);
                yield return ParityRow.OfScale(expected.Name, result, expected.ToFloats(), Limit);
            }
        }
    }
}
