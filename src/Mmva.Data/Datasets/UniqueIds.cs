namespace Mmva.Data;

/// <summary>The ids of a table that must not repeat.</summary>
/// <param name="repeated">What errors call it.</param>
internal sealed class UniqueIds(string repeated = "is rated twice")
{
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);

    /// <exception cref="DatasetException">The id was added before.</exception>
    public string Add(CsvRow row, string id)
    {
        if (!_lines.TryAdd(id, row.Line)) throw row.Bad($"{id} {repeated}, also in line {_lines[id]}.");
        return id;
    }
}
