using Mmva;
using Mmva.Evaluation;

namespace TrainCompact;

/// <summary>Ridge regression on the same features: the baseline of the heads.</summary>
internal static class Baseline
{
    /// <summary>A penalty for texts where a search is not worth its time.</summary>
    public const double TextPenalty = 300;

    public static readonly double[] Penalties = [100, 300, 1000, 3000, 10_000];

    public static RidgeRegression Fit(FeatureBatch features, IReadOnlyList<ValenceArousal> emotions, double penalty) =>
        RidgeRegression.Fit(features.Values.Span, Targets(emotions), features.Count, penalty);

    public static float[] Targets(IReadOnlyList<ValenceArousal> emotions) => [.. emotions.SelectMany(e => new[] { e.Valence, e.Arousal })];

    public static ValenceArousal[] Predict(RidgeRegression model, FeatureBatch features)
    {
        var result = new ValenceArousal[features.Count];
        var point = new double[2];
        for (var i = 0; i < result.Length; i++)
        {
            model.Predict(features[i].Span, point);
            result[i] = new((float)point[0], (float)point[1]);
        }
        return result;
    }
}
