using System.Numerics.Tensors;
using Mmva;
using Mmva.Data;
using Mmva.Evaluation;

namespace PaperTables;

/// <summary>Ridge regression on the same features, one modality at a time; similarities come from Eq. 1 on its points.</summary>
internal sealed class RidgeSystem : TrainedSystem
{
    // of large sets some rows, evenly spaced: thousands of values are fitted
    private const int MostRows = 5000, Folds = 3;

    private static readonly double[] Penalties = [100, 300, 1000, 3000, 10_000];

    private readonly Dictionary<Modality, RidgeRegression> _models = [];
    private readonly EmotionalSimilarity _similarity;

    public RidgeSystem(Side train, EmotionalSimilarity similarity, int seed)
    {
        _similarity = similarity;
        foreach (var modality in Enum.GetValues<Modality>())
        {
            var set = train.Of(modality);
            var rows = Math.Min(set.Count, MostRows);
            set = set.Take([.. Enumerable.Range(0, rows).Select(i => (int)((long)i * set.Count / rows))]);
            float[] targets = [.. set.Emotions.SelectMany(e => new[] { e.Valence, e.Arousal })];
            var inner = GroupedSplit.Folds(set.Items, Folds, seed);
            _models[modality] = RidgeRegression.FitCrossValidated(LayerMeans(set), targets, set.Count, inner, Penalties);
        }
    }

    public override ValenceArousal[] Emotions(Modality modality, FeatureSet features)
    {
        var (values, width, result) = (LayerMeans(features), features.Shape.Width, new ValenceArousal[features.Count]);
        var point = new double[2];
        for (var i = 0; i < result.Length; i++)
        {
            _models[modality].Predict(values.AsSpan(i * width, width), point);
            result[i] = new((float)Math.Clamp(point[0], 0, 1), (float)Math.Clamp(point[1], 0, 1));
        }
        return result;
    }

    public override double[] Similarities(TestPairs pairs, IReadOnlyList<int> captions) => ByPoints(pairs, _similarity);

    private static float[] LayerMeans(FeatureSet set)
    {
        var (layers, width) = (set.Shape.Layers, set.Shape.Width);
        var means = new float[set.Count * width];
        for (var i = 0; i < set.Count; i++)
            for (var layer = 0; layer < layers; layer++)
            {
                var mean = means.AsSpan(i * width, width);
                TensorPrimitives.MultiplyAdd(set.Features[i].Span.Slice(layer * width, width), 1f / layers, mean, mean);
            }
        return means;
    }
}
