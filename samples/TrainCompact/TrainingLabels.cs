using System.Globalization;
using Mmva;
using Mmva.Data;

namespace TrainCompact;

/// <summary>Labels that only training uses; evaluation compares with the ratings themselves.</summary>
internal static class TrainingLabels
{
    // words that are neither pleasant nor unpleasant have no opposite
    private const float LeastValence = 0.2f;

    private const float ValenceFactor = -0.6f, ArousalCenter = 0.4f, ArousalFactor = 0.3f;

    private static readonly string[] NegatedForms = ["not {0}", "not {0} at all", "never {0}", "it is not {0}", "not really {0}", "it isn't {0}"];

    /// <summary>The labels of some rows, spread about the mean of their set by the recipe's factors; none leaves the plane.</summary>
    // a fit by squared error stays close to the mean where features are weak; a retriever needs the whole plane
    public static ValenceArousal[] Stretched(FeatureSet set, IReadOnlyList<int> rows)
    {
        var means = rows.GroupBy(set.Source).ToDictionary(
            s => s.Key, s => (Valence: s.Average(r => set.Items[r].Emotion.Valence), Arousal: s.Average(r => set.Items[r].Emotion.Arousal)));
        return [.. rows.Select(row =>
        {
            var (emotion, source) = (set.Items[row].Emotion, set.Source(row));
            var (mean, factor) = (means[source], Recipe.Stretch(source));
            return new ValenceArousal(Stretch(emotion.Valence, mean.Valence, factor.Valence), Stretch(emotion.Arousal, mean.Arousal, factor.Arousal));
        })];
    }

    /// <summary>Words of Warriner's norms with a "not" before them, each with the id of the word.</summary>
    // means of token features hardly show a negation, and rated texts have few of them. Nobody rated these: the label is a rule,
    // that the negation of a word is on the other side of the middle, less far from it, and rather calm
    public static IReadOnlyList<RatedItem> Negated(IReadOnlyList<RatedItem> words) =>
    [
        .. words.Where(w => Math.Abs(w.Emotion.Valence - 0.5f) >= LeastValence).Select((w, i) => new RatedItem(
            w.Id, string.Format(CultureInfo.InvariantCulture, NegatedForms[i % NegatedForms.Length], w.Content),
            new(0.5f + ValenceFactor * (w.Emotion.Valence - 0.5f), ArousalCenter + ArousalFactor * (w.Emotion.Arousal - ArousalCenter)),
            $"negated/{w.Id}")),
    ];

    private static float Stretch(float value, float mean, float factor) => Math.Clamp(mean + factor * (value - mean), 0, 1);
}
