namespace Mmva.Data;

/// <summary>How ratings on a data set's scale become valence and arousal from 0 to 1: (x − minimum) / (maximum − minimum).</summary>
/// <param name="Valence">The range of valence.</param>
/// <param name="Arousal">The range of arousal.</param>
/// <remarks>
/// The published constants were recovered from the published files; with them, ratings beyond the range are slightly outside [0, 1] and are not
/// clipped. Immutable; safe to use from several threads.
/// </remarks>
public sealed record EmotionNormalization(RatingRange Valence, RatingRange Arousal)
{
    /// <summary>The ends of each data set's scale: the default of the readers.</summary>
    public static EmotionNormalization Nominal { get; } = new(RatingRange.Nominal, RatingRange.Nominal);

    /// <summary>The lowest and highest rating of each data set, for valence and arousal apart, as in IMEMNet-C.</summary>
    public static EmotionNormalization Observed { get; } = new(RatingRange.Observed, RatingRange.Observed);

    /// <summary>
    /// IMEMNet's music: (x + 0.832) / 1.548, the range of DEAM's valence, for both dimensions. Recovered from the published scores; 1,788 of them are
    /// reproduced to 1e-5.
    /// </summary>
    public static EmotionNormalization ImemnetMusic { get; } = new(RatingRange.Of(-0.832, 0.716), RatingRange.Of(-0.832, 0.716));

    /// <summary>
    /// IMEMNet-C's music: valence (x + 0.832) / 1.548, arousal (x + 0.772352) / 1.670353. Recovered from the two published rows to seven digits.
    /// </summary>
    public static EmotionNormalization ImemnetCMusic { get; } = new(RatingRange.Of(-0.832, 0.716), RatingRange.Of(-0.772352, 0.898001));

    /// <summary>
    /// IAPS in IMEMNet and IMEMNet-C: the observed ends 1.31 to 8.34 and 1.72 to 7.35. The published table has the widths 7.03 and 5.63; the lower
    /// ends are those of the IAPS manual.
    /// </summary>
    public static EmotionNormalization ImemnetIaps { get; } = new(RatingRange.Of(1.31, 8.34), RatingRange.Of(1.72, 7.35));

    /// <summary>EMOTIC in IMEMNet-C: (x − 1) / 9.</summary>
    public static EmotionNormalization ImemnetCEmotic { get; } = new(RatingRange.Of(1, 10), RatingRange.Of(1, 10));

    /// <summary>
    /// Normalizes the ratings of items again: each data set apart (see <see cref="RatedItem.DataSet"/>), with 0 and 1 as the ends of the scale.
    /// </summary>
    /// <param name="items">Items of any reader.</param>
    /// <returns>The items in the same order.</returns>
    /// <exception cref="ArgumentException">All ratings of a data set are the same, so that there is no observed range.</exception>
    public IReadOnlyList<RatedItem> Apply(IReadOnlyList<RatedItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        var convert = items.GroupBy(i => i.DataSet, StringComparer.Ordinal)
            .ToDictionary(set => set.Key, set => For(set.Select(i => Raw(i.Emotion)), 0, 1), StringComparer.Ordinal);
        return [.. items.Select(i => i with { Emotion = convert[i.DataSet](Raw(i.Emotion)) })];

        static Rating Raw(ValenceArousal emotion) => new(emotion.Valence, emotion.Arousal);
    }

    /// <summary>Returns the conversion for ratings on a scale.</summary>
    internal Func<Rating, ValenceArousal> For(IEnumerable<Rating> ratings, double minimum, double maximum)
    {
        var all = ratings.ToList();
        var (lowV, highV) = Valence.Ends([.. all.Select(r => r.Valence)], minimum, maximum);
        var (lowA, highA) = Arousal.Ends([.. all.Select(r => r.Arousal)], minimum, maximum);
        return rating => new((float)((rating.Valence - lowV) / (highV - lowV)), (float)((rating.Arousal - lowA) / (highA - lowA)));
    }
}
