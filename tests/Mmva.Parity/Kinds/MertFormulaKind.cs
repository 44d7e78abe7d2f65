using Mmva.Encoders;

namespace Mmva.Parity.Kinds;

/// <summary>MERT-v1-95M in full size, its weights made by formula: the time means of all hidden states for one made-up second.</summary>
internal sealed class MertFormulaKind : IGoldenKind
{
    private const double Limit = 2e-4;

    public string Name => "mert-95m-formula";

    public IEnumerable<ParityRow> Replay(GoldenFolder folder, ParityOptions options)
    {
        using var golden = folder.Tensors();
        using var model = FormulaFolder.Create(folder);
        using var tower = new MertTower(model.Path, Precision.Exact);
        var means = new float[tower.FeatureSize];
        tower.Run(FormulaValues.Create("waveform", tower.Config.SampleRate, 1), means);
        yield return ParityRow.OfScale(MertGraph.TimeMeans, means, golden[MertGraph.TimeMeans].ToFloats(), Limit);
    }
}
