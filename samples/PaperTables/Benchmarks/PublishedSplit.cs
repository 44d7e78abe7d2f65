using Mmva.Data;

namespace PaperTables;

/// <summary>A split that the publishers, or others, give by the ids of the items.</summary>
internal sealed record PublishedSplit(string Name, string Description) : Protocol(Name, Description)
{
    /// <summary>The ids to train on; items in none of the lists are not used.</summary>
    public required IReadOnlySet<string> Train { get; init; }

    /// <summary>The ids on which training stops, or null for a tenth of those to train on, by groups.</summary>
    public IReadOnlySet<string>? Validation { get; init; }

    public required IReadOnlySet<string> HoldOut { get; init; }

    /// <summary>The ids of items.</summary>
    public static IReadOnlySet<string> Ids(IEnumerable<RatedItem> items) => items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);

    protected override IReadOnlyList<DatasetSplit> Split(IReadOnlyList<RatedItem> items, int seed)
    {
        var (train, validation) = Validation is { } ids ? (Rows(Train), Rows(ids)) : WithoutValidation(items, Rows(Train), seed);
        return [new(train, validation, Rows(HoldOut))];

        IReadOnlyList<int> Rows(IReadOnlySet<string> ids) => [.. Enumerable.Range(0, items.Count).Where(row => ids.Contains(items[row].Id))];
    }
}
