using Mmva.Training;

namespace PaperTables;

/// <summary>Samples of whole groups.</summary>
internal static class Sampling
{
    /// <summary>Keeps whole groups, in random order, until the number is reached; the items stay in their order.</summary>
    public static IReadOnlyList<T> Groups<T>(IReadOnlyList<T> items, Func<T, string> group, int most, ulong seed)
    {
        if (items.Count <= most) return items;
        var groups = items.GroupBy(group, StringComparer.Ordinal).ToArray();
        new RandomSource(seed).Shuffle(groups.AsSpan());
        var (kept, count) = (new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var g in groups)
        {
            if (count + g.Count() > most && count > 0) continue;
            kept.Add(g.Key);
            count += g.Count();
        }
        return [.. items.Where(item => kept.Contains(group(item)))];
    }
}
