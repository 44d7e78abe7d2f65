namespace Mmva.Data;

/// <summary>The ids of a table that must not repeat.</summary>
internal sealed class UniqueIds
{
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    /// <exception cref="DatasetException">The id was added before.</exception>
    public string Add(CsvRow row, string id)
    {
        if (!_lines.TryAdd(id, row.Line)) throw row.Bad($"{id} is rated twice, also in line {_lines[id]}.");
        return id;
    }
}
