using System.Numerics.Tensors;
using Mmva;
using Mmva.Data;
using Mmva.Evaluation;

namespace PaperTables;

/// <summary>Ridge regression of valence and arousal on the mean over the layers of features.</summary>
internal sealed class RidgeModel
{
    // more would be slow; the penalty hardly depends on them
    private const int Folds = 3;

    private static readonly double[] Penalties = [100, 300, 1000, 3000, 10_000];

    private readonly RidgeRegression _model;

    private RidgeModel(RidgeRegression model) => _model = model;

    /// <summary>Fits with the penalty that is best in cross-validation by groups.</summary>
    public static RidgeModel Fit(FeatureSet train, int seed)
    {
        float[] targets = [.. train.Emotions.SelectMany(e => new[] { e.Valence, e.Arousal })];
        var inner = GroupedSplit.Folds(train.Items, Folds, seed);
        return new(RidgeRegression.FitCrossValidated(LayerMeans(train), targets, train.Count, inner, Penalties));
    }

    public ValenceArousal[] Predict(FeatureSet features)
    {
        var (values, width, result) = (LayerMeans(features), features.Shape.Width, new ValenceArousal[features.Count]);
        var point = new double[2];
        for (var i = 0; i < result.Length; i++)
        {
            _model.Predict(values.AsSpan(i * width, width), point);
            result[i] = new((float)Math.Clamp(point[0], 0, 1), (float)Math.Clamp(point[1], 0, 1));
        }
        return result;
    }

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
