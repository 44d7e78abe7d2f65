using System.Globalization;
using Sylvan.Data.Csv;

namespace Mmva.Data;

/// <summary>Where the columns of a reader are in a table, and what they are called there.</summary>
/// <param name="Ordinals">The index of each column, or −1 for an optional one that the table lacks.</param>
/// <param name="Names">The name of each column in errors.</param>
/// <param name="Width">The number of columns of the table.</param>
/// <remarks>
/// A reader names its columns as <c>name</c>, as <c>name|other</c> for tables that differ, with <c>#7</c> for the seventh column of that name, and
/// with a final <c>?</c> if the column is optional.
/// </remarks>
internal sealed record CsvColumns(int[] Ordinals, string[] Names, int Width)
{
    private const int ShownColumns = 20;

    /// <summary>The number of columns, the optional ones apart, that a header has.</summary>
    public static int Count(IReadOnlyList<string> columns, IReadOnlyList<string> header) =>
        columns.Count(column => !IsOptional(column) && Find(column, header) >= 0);

    /// <exception cref="DatasetException">The header lacks a column.</exception>
    public static CsvColumns Find(string path, long line, CsvDataReader csv, IReadOnlyList<string> columns)
    {
        var header = Enumerable.Range(0, csv.RowFieldCount).Select(i => Clean(csv.GetString(i))).ToList();
        var ordinals = columns.Select(column => Find(column, header)).ToArray();
        for (var i = 0; i < ordinals.Length; i++)
        {
            if (ordinals[i] < 0 && !IsOptional(columns[i]))
                throw new DatasetException(
                    path, line, $"has no column '{Shown(columns[i])}'; its columns are: {string.Join(", ", header.Take(ShownColumns))}.");
            // of several columns of one name a reader would take the first, unless it knows which
            if (ordinals[i] >= 0 && !columns[i].Contains(header[ordinals[i]] + '#', StringComparison.OrdinalIgnoreCase)
                && header.Count(name => Equal(name, header[ordinals[i]])) > 1)
                throw new DatasetException(path, line, $"has several columns '{header[ordinals[i]]}'.");
        }
        return new(ordinals, [.. ordinals.Select((at, i) => at >= 0 ? header[at] : Shown(columns[i]))], header.Count);
    }

    public static DatasetException Empty(string path, IReadOnlyList<string> columns) =>
        new(path, 0, $"is empty; it must have a header with the columns {string.Join(", ", columns.Where(c => !IsOptional(c)).Select(Shown))}.");

    public static string Clean(string name) => name.Trim().TrimStart('\uFEFF');

    private static bool IsOptional(string column) => column.EndsWith('?');

    private static string Shown(string column) => column.TrimEnd('?').Replace("|", "' or '", StringComparison.Ordinal);

    private static int Find(string column, IReadOnlyList<string> header)
    {
        foreach (var name in column.TrimEnd('?').Split('|'))
        {
            var mark = name.IndexOf('#', StringComparison.Ordinal);
            var (wanted, skip) = mark < 0 ? (name, 0) : (name[..mark], int.Parse(name.AsSpan(mark + 1), CultureInfo.InvariantCulture) - 1);
            for (var i = 0; i < header.Count; i++)
                if (Equal(header[i], wanted) && skip-- == 0) return i;
        }
        return -1;
    }

    private static bool Equal(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
