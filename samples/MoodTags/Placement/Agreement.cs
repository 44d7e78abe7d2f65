using System.Numerics.Tensors;
using Mmva;
using Mmva.Data;
using Mmva.Evaluation;

namespace MoodTagging.Placement;

/// <summary>
/// How far the mood of a predicted point is that of the rated point. Predictions come from ridge regression on the features of the compact music
/// encoder, each item held out with its group: the shipped model has been trained on these data sets.
/// </summary>
/// <param name="Items">The number of items.</param>
/// <param name="Shares">The moods of the rated points with their shares, the most frequent first.</param>
/// <param name="Same">The share of items whose predicted point has the same mood.</param>
/// <param name="AmongThree">The share of items whose mood is among the three nearest to the predicted point.</param>
internal sealed record Agreement(int Items, IReadOnlyList<(string Mood, double Share)> Shares, double Same, double AmongThree)
{
    private const int Folds = 5, InnerFolds = 3, Nearest = 3;

    private static readonly double[] Penalties = [100, 300, 1000, 3000, 10_000];

    /// <summary>The share of the most frequent mood: what naming it always would reach.</summary>
    public double Trivial => Shares[0].Share;

    /// <summary>The share of the three most frequent moods.</summary>
    public double TrivialAmongThree => Shares.Take(Nearest).Sum(share => share.Share);

    public static Agreement Measure(FeatureSet set, MoodVocabulary moods)
    {
        var rated = set.Emotions.Select(point => moods.NameOf(point)!).ToList();
        var predicted = Predict(set);
        var shares = rated.CountBy(mood => mood).Select(pair => (pair.Key, (double)pair.Value / rated.Count))
            .OrderByDescending(pair => pair.Item2).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var nearest = predicted.Select(point => moods.Nearest(point, Nearest).Select(match => match.Mood.Name).ToList()).ToList();
        return new(
            rated.Count, shares, Share((mood, found) => found[0] == mood), Share((mood, found) => found.Contains(mood)));

        double Share(Func<string, List<string>, bool> agrees) =>
            rated.Zip(nearest).Count(pair => agrees(pair.First, pair.Second)) / (double)rated.Count;
    }

    private static ValenceArousal[] Predict(FeatureSet set)
    {
        var width = set.Shape.Width;
        var features = Enumerable.Range(0, set.Count).Select(i => MeanOfLayers(set, i)).ToArray();
        var rated = set.Emotions;
        var predicted = new ValenceArousal[set.Count];
        var point = new double[2];
        foreach (var fold in GroupedSplit.Folds(set.Items, Folds, seed: 0))
        {
            var held = fold.ToHashSet();
            int[] train = [.. Enumerable.Range(0, set.Count).Where(i => !held.Contains(i))];
            float[] rows = [.. train.SelectMany(i => features[i])];
            float[] targets = [.. train.SelectMany(i => new[] { rated[i].Valence, rated[i].Arousal })];
            var inner = GroupedSplit.Folds([.. train.Select(i => set.Items[i])], InnerFolds, seed: 0);
            var model = RidgeRegression.FitCrossValidated(rows, targets, train.Length, inner, Penalties);
            foreach (var i in fold)
            {
                model.Predict(features[i].AsSpan(0, width), point);
                predicted[i] = new((float)Math.Clamp(point[0], 0, 1), (float)Math.Clamp(point[1], 0, 1));
            }
        }
        return predicted;
    }

    private static float[] MeanOfLayers(FeatureSet set, int item)
    {
        var (layers, width) = (set.Shape.Layers, set.Shape.Width);
        var mean = new float[width];
        for (var layer = 0; layer < layers; layer++)
            TensorPrimitives.MultiplyAdd(set.Features[item].Span.Slice(layer * width, width), 1f / layers, mean, mean);
        return mean;
    }
}
