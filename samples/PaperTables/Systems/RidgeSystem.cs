using Mmva;
using Mmva.Data;

namespace PaperTables;

/// <summary>Ridge regression on the same features, one modality at a time; similarities come from Eq. 1 on its points.</summary>
internal sealed class RidgeSystem(Side train, EmotionalSimilarity similarity, int seed) : TrainedSystem
{
    // of large sets some rows, evenly spaced: thousands of values are fitted
    private const int MostRows = 5000;

    private readonly Dictionary<Modality, RidgeModel> _models =
        Enum.GetValues<Modality>().ToDictionary(modality => modality, modality => RidgeModel.Fit(Some(train.Of(modality)), seed));

    public override ValenceArousal[] Emotions(Modality modality, FeatureSet features) => _models[modality].Predict(features);

    public override double[] Similarities(TestPairs pairs, IReadOnlyList<int> captions) => ByPoints(pairs, similarity);

    private static FeatureSet Some(FeatureSet set)
    {
        var rows = Math.Min(set.Count, MostRows);
        return set.Take([.. Enumerable.Range(0, rows).Select(i => (int)((long)i * set.Count / rows))]);
    }
}
