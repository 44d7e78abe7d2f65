namespace Mmva.Data;

/// <summary>Valence and arousal on the scale of a data set.</summary>
internal readonly record struct Rating(double Valence, double Arousal)
{
    public static Rating MeanOf(IReadOnlyCollection<Rating> ratings) => new(ratings.Average(r => r.Valence), ratings.Average(r => r.Arousal));
}

/// <summary>An item whose rating is still on the scale of its data set.</summary>
internal sealed record RawItem(string Id, string Content, Rating Rating, string Group, string? Caption = null)
{
    /// <summary>Converts the ratings to [0, 1].</summary>
    /// <exception cref="DatasetException">They have no observed range; the message names the path.</exception>
    public static IReadOnlyList<RatedItem> Normalize(
        IReadOnlyList<RawItem> items, string path, EmotionNormalization? normalization, double minimum, double maximum)
    {
        Func<Rating, ValenceArousal> convert;
        try
        {
            convert = (normalization ?? EmotionNormalization.Nominal).For(items.Select(i => i.Rating), minimum, maximum);
        }
        catch (ArgumentException e)
        {
            throw new DatasetException(path, 0, $"cannot be normalized: {e.Message}", e); // without ratings, or all are the same
        }
        return [.. items.Select(i => new RatedItem(i.Id, i.Content, convert(i.Rating), i.Group) { Caption = i.Caption })];
    }
}
