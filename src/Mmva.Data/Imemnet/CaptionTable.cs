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
        var ids = new UniqueIds("has two captions");
        var rows = CsvTable.ReadSpreadsheet(path, Columns, row => (Id: ids.Add(row, row.Text(0)), Caption: row.Text(1)));
        return new(rows.ToDictionary(row => row.Id, row => row.Caption, StringComparer.Ordinal));
    }

    /// <summary>The captions of items, such as those of <see cref="Datasets.ImemnetCMusic"/>.</summary>
    /// <param name="items">Items with captions; the others are passed over.</param>
    /// <exception cref="ArgumentException">An id appears twice.</exception>
    public static CaptionTable Of(IEnumerable<RatedItem> items) =>
        new(items.Where(i => i.Caption is not null).ToDictionary(i => i.Id, i => i.Caption!, StringComparer.Ordinal));

    /// <summary>Describes captions whose id is that of no clip, or returns <see langword="null"/>.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="leftOut">Whether a song is left out with all of its clips, which has been reported.</param>
    internal string? DescribeUnused(IReadOnlyCollection<MusicClip> clips, Func<string, bool> leftOut)
    {
        var ids = clips.Select(c => c.Item.Id).ToHashSet(StringComparer.Ordinal);
        var unused = captions.Keys.Where(id => !ids.Contains(id) && !leftOut(id[..Math.Max(0, id.LastIndexOf('-'))])).ToList();
        return unused.Count == 0 ? null : $"{unused.Count} of {captions.Count} captions belong to no clip, that of {unused[0]} for example.";
    }

    /// <inheritdoc/>
    public Task<string?> CaptionAsync(MusicClip clip, CancellationToken cancellationToken = default) =>
        Task.FromResult(captions.GetValueOrDefault(clip.Item.Id));
}
