namespace Mmva.Data;

/// <summary>Finished captions by the ids of clips.</summary>
/// <param name="captions">The caption of each clip, such as <c>725-16</c>.</param>
/// <remarks>Safe to use from several threads.</remarks>
public sealed class CaptionTable(IReadOnlyDictionary<string, string> captions) : IMusicCaptioner
{
    private static readonly string[] Columns = ["id", "caption"];

    /// <summary>Reads a table with the columns <c>id</c> and <c>caption</c>.</summary>
    /// <param name="path">A CSV file; tabs and semicolons are allowed as separators.</param>
    /// <exception cref="DatasetException">The table is missing or damaged, or has an id twice or an empty caption.</exception>
    public static CaptionTable Read(string path)
    {
        var ids = new UniqueIds();
        var rows = CsvTable.ReadSpreadsheet(path, Columns, row => (Id: ids.Add(row, row.Text(0)), Caption: row.Text(1)));
        return new(rows.ToDictionary(row => row.Id, row => row.Caption, StringComparer.Ordinal));
    }

    /// <summary>The captions of items, such as those of <see cref="Datasets.ImemnetCMusic"/>.</summary>
    /// <param name="items">Items with captions; the others are passed over.</param>
    /// <exception cref="ArgumentException">An id appears twice.</exception>
    public static CaptionTable Of(IEnumerable<RatedItem> items) =>
        new(items.Where(i => i.Caption is not null).ToDictionary(i => i.Id, i => i.Caption!, StringComparer.Ordinal));

    /// <inheritdoc/>
    public Task<string?> CaptionAsync(MusicClip clip, CancellationToken cancellationToken = default) =>
        Task.FromResult(captions.GetValueOrDefault(clip.Item.Id));
}
