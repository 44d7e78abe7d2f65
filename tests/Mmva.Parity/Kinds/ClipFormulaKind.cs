using Mmva.Encoders;

namespace Mmva.Parity.Kinds;

/// <summary>CLIP ViT-B/32 in full size, its weights made by formula: the projected class tokens of made-up pictures.</summary>
internal sealed class ClipFormulaKind : IGoldenKind
{
    private const double Limit = 2e-4;

    public string Name => "clip-b32-formula";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        using var golden = folder.Tensors();
        using var model = FormulaFolder.Create(folder);
        using var tower = new ClipTower(model.Path, Precision.Exact);
        var expected = golden[ClipGraph.ImageEmbeddings];
        var pixels = FormulaValues.Create("pixel_values", expected.Shape[0] * 3 * tower.Config.ImageSize * tower.Config.ImageSize, 2);
        var features = new float[expected.Count];
        tower.Run(pixels, features);
        yield return ParityRow.OfScale(expected.Name, features, expected.ToFloats(), Limit);
    }
}
