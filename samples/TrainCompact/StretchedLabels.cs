using Mmva;
using Mmva.Data;

namespace TrainCompact;

/// <summary>
/// Labels to train on that are spread wider about the mean of their set than the ratings are. A fit by squared error keeps close to the mean where features tell little; a retriever needs the whole plane.
/// What is measured is measured against the ratings themselves.
/// </summary>
internal static class StretchedLabels
{
    /// <summary>The labels of some rows, each set stretched by the recipe's factors; none leaves the plane.</summary>
    public static ValenceArousal[] Of(FeatureSet set, IReadOnlyList<int> rows)
    {
        var means = rows.GroupBy(set.Source).ToDictionary(s => s.Key, s => (Valence: s.Average(r => set.Items[r].Emotion.Valence), Arousal: s.Average(r => set.Items[r].Emotion.Arousal)));
        return [.. rows.Select(row =>
        {
            var (emotion, source) = (set.Items[row].Emotion, set.Source(row));
            var (mean, factor) = (means[source], Recipe.Stretch(source));
            return new ValenceArousal(Stretch(emotion.Valence, mean.Valence, factor.Valence), Stretch(emotion.Arousal, mean.Arousal, factor.Arousal));
        })];
    }

    private static float Stretch(float value, float mean, float factor) => Math.Clamp(mean + factor * (value - mean), 0, 1);
}
