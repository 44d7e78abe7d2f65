using System.IO.Compression;
using Sylvan.Data.Csv;

namespace Mmva.Data;

/// <summary>Reads tables of data sets: any line ends, quoted fields, trimmed header names, optional gzip. Errors name file and line.</summary>
internal static class CsvTable
{
    /// <summary>The longest allowed row, in characters: a file with a missing quote is refused, not read as one field.</summary>
    private const int LongestRow = 1 << 20;

    /// <summary>The number of lines of text that may precede a header.</summary>
    private const int LinesBeforeHeader = 64;

    /// <summary>Reads every row of a table with a header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns, see <see cref="CsvColumns"/>.</param>
    /// <param name="read">Reads a row.</param>
    public static List<T> Read<T>(string path, IReadOnlyList<string> columns, Func<CsvRow, T> read) => Read(path, ',', columns, 0, read);

    /// <summary>Reads every row of a table without a header; columns are identified by index.</summary>
    public static List<T> ReadHeaderless<T>(string path, char delimiter, Func<CsvRow, T> read) => Read(path, delimiter, null, 0, read);

    /// <summary>The separator of a table whose first line begins with a name: a tab, a semicolon or a comma.</summary>
    public static char SeparatorAfter(string path, string name)
    {
        try
        {
            using var text = OpenText(path);
            var line = CsvColumns.Clean(text.ReadLine() ?? "").Trim('"');
            if (!line.StartsWith(name, StringComparison.OrdinalIgnoreCase)) return ',';
            var rest = line.AsSpan(name.Length).TrimStart("\" ");
            return rest.StartsWith("\t") ? '\t' : rest.StartsWith(";") ? ';' : ',';
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidDataException)
        {
            throw new DatasetException(path, 0, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>
    /// Reads every row of a table as spreadsheets write it: separated by tabs, commas or semicolons (then with decimal points or decimal commas),
    /// with any lines of text before the header, which is the first line with all columns.
    /// </summary>
    public static List<T> ReadSpreadsheet<T>(string path, IReadOnlyList<string> columns, Func<CsvRow, T> read)
    {
        List<string> lines = [];
        try
        {
            using var text = OpenText(path);
            while (lines.Count < LinesBeforeHeader && text.ReadLine() is { } line) lines.Add(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidDataException)
        {
            throw new DatasetException(path, 0, $"cannot be read: {e.Message}", e);
        }
        if (lines.Count == 0) throw CsvColumns.Empty(path, columns);
        var (best, at, separator) = (-1, 0, ',');
        for (var i = 0; i < lines.Count; i++)
        {
            foreach (var candidate in (ReadOnlySpan<char>)['\t', ';', ','])
            {
                var found = CsvColumns.Count(columns, [.. lines[i].Split(candidate).Select(f => CsvColumns.Clean(f.Trim().Trim('"')))]);
                if (found > best) (best, at, separator) = (found, i, candidate);
            }
        }
        return Read(path, separator, columns, at, read);
    }

    private static List<T> Read<T>(string path, char delimiter, IReadOnlyList<string>? columns, int skip, Func<CsvRow, T> read)
    {
        var line = 1L + skip;
        try
        {
            var text = OpenText(path);
            for (var i = 0; i < skip; i++) text.ReadLine();
            using var csv = CsvDataReader.Create(text, new CsvDataReaderOptions
            {
                Delimiter = delimiter,
                HasHeaders = false,
                MaxBufferSize = LongestRow,
                ResultSetMode = ResultSetMode.SingleResult,
                OwnsReader = true,
            });
            var rows = new List<T>();
            CsvColumns? header = null;
            while (csv.Read())
            {
                var lines = Lines(csv.GetRawRecordSpan());
                if (columns is not null && header is null) header = CsvColumns.Find(path, line, csv, columns);
                else if (!IsBlank(csv))
                {
                    var row = new CsvRow(path, line, csv, header, decimalComma: delimiter == ';');
                    rows.Add(read(row));
                    if (header is not null) row.RequireAtMost(header.Width);
                }
                line += lines;
            }
            if (columns is not null && header is null) throw CsvColumns.Empty(path, columns);
            return rows;
        }
        catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException)
        {
            throw new DatasetException(path, line, $"is not a well-formed table: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException(path, 0, $"is damaged: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DatasetException(path, 0, $"cannot be read: {e.Message}", e);
        }
    }

    private static StreamReader OpenText(string path)
    {
        var file = File.OpenRead(path);
        return new StreamReader(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file);
    }

    private static bool IsBlank(CsvDataReader csv) => csv.RowFieldCount == 0 || (csv.RowFieldCount == 1 && csv.GetFieldSpan(0).IsWhiteSpace());

    /// <summary>The number of lines of a row: its own line end, and those inside quoted fields.</summary>
    private static int Lines(ReadOnlySpan<char> record)
    {
        record = record.TrimEnd("\r\n");
        return 1 + record.Count('\n') + record.Count('\r') - record.Count("\r\n");
    }
}
