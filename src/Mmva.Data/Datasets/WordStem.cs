namespace Mmva.Data;

/// <summary>A rough stem of an English word, for keeping inflections and derivations on one side of a split. Joining too many does no harm.</summary>
internal static class WordStem
{
    private const int ShortestStem = 4;

    // longest first, so that the longest possible ending is removed
    private static readonly string[] Suffixes = [.. new[]
    {
        "s", "es", "ed", "d", "ing", "ings", "er", "ers", "or", "est", "ly", "y", "ness", "ment", "ments", "ful", "less", "able", "ible", "ation",
        "ition", "ion", "ions", "al", "ally", "ic", "ical", "ism", "ist", "ity", "ive", "ous", "ance", "ence", "ant", "ent", "ship", "hood", "ish",
        "ize", "ise", "ate", "fy", "age", "ee", "e",
    }.OrderByDescending(s => s.Length)];

    public static string Of(string word)
    {
        var stem = word.ToLowerInvariant();
        while (Suffixes.FirstOrDefault(s => stem.Length - s.Length >= ShortestStem && stem.EndsWith(s, StringComparison.Ordinal)) is { } suffix)
            stem = stem[..^suffix.Length];
        if (stem.Length > ShortestStem && stem[^1] == stem[^2]) stem = stem[..^1];
        return stem.TrimEnd('i');
    }
}
