using Mmva.Data;

namespace TrainCompact;

/// <summary>
/// Words of Warriner's norms with a "not" before them, for training only. Means of token features hardly hear a negation, and rated texts have few of them.
/// No one rated these: the label is a rule, that the negation of a word lies on the other side of the middle, less far from it, and is rather calm.
/// </summary>
internal static class NegatedWords
{
    // words that are neither pleasant nor unpleasant have no opposite
    private const float LeastValence = 0.2f;

    private const float ValenceFactor = -0.6f, ArousalCentre = 0.4f, ArousalFactor = 0.3f;

    private static readonly string[] Forms = ["not {0}", "not {0} at all", "never {0}", "it is not {0}", "not really {0}", "it isn't {0}"];

    /// <summary>The negated words, each with the id of the word.</summary>
    public static IReadOnlyList<RatedItem> Of(IReadOnlyList<RatedItem> words) =>
    [
        .. words.Where(w => Math.Abs(w.Emotion.Valence - 0.5f) >= LeastValence).Select((w, i) => new RatedItem(
            w.Id, string.Format(System.Globalization.CultureInfo.InvariantCulture, Forms[i % Forms.Length], w.Content),
            new(0.5f + ValenceFactor * (w.Emotion.Valence - 0.5f), ArousalCentre + ArousalFactor * (w.Emotion.Arousal - ArousalCentre)), $"negated/{w.Id}")),
    ];
}
