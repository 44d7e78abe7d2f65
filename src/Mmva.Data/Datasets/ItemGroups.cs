namespace Mmva.Data;

/// <summary>Joins items that share a group key or a normalized content.</summary>
internal static class ItemGroups
{
    /// <summary>The groups in the order of their first items.</summary>
    public static List<int>[] Of(IReadOnlyList<RatedItem> items)
    {
        var parent = Enumerable.Range(0, items.Count).ToArray();
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            Join(i, $"g{items[i].Group}");
            Join(i, $"c{Normalize(items[i].Content)}");
        }
        return [.. Enumerable.Range(0, items.Count).GroupBy(Root).Select(g => g.ToList())];

        void Join(int item, string key)
        {
            if (!first.TryGetValue(key, out var other)) first[key] = item;
            else parent[Math.Max(Root(item), Root(other))] = Math.Min(Root(item), Root(other));
        }

        int Root(int item)
        {
            while (parent[item] != item) item = parent[item] = parent[parent[item]];
            return item;
        }
    }

    /// <summary>Letters and digits in lower case; a content without any is only trimmed.</summary>
    private static string Normalize(string content)
    {
        var letters = string.Concat(content.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return letters.Length > 0 ? letters : content.Trim();
    }
}
