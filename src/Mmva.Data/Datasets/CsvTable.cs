using System.IO.Compression;
using Sylvan.Data.Csv;

namespace Mmva.Data;

/// <summary>Reads tables of data sets: any line ends, quoted fields, trimmed header names, optional gzip. Errors name file and line.</summary>
internal static class CsvTable
{
    /// <summary>The longest allowed row, in characters: a file with a missing quote is refused, not read as one field.</summary>
    private const int LongestRow = 1 << 20;

    /// <summary>Reads every row of a table with a header.</summary>
    public static List<T> Read<T>(string path, IReadOnlyList<string> columns, Func<CsvRow, T> read) => Read(path, ',', columns, read);

    /// <summary>Reads every row of a table without a header; columns are identified by index.</summary>
    public static List<T> ReadHeaderless<T>(string path, char delimiter, Func<CsvRow, T> read) => Read(path, delimiter, null, read);

    private static List<T> Read<T>(string path, char delimiter, IReadOnlyList<string>? columns, Func<CsvRow, T> read)
    {
        var line = 1L;
        try
        {
            using var csv = CsvDataReader.Create(OpenText(path), new CsvDataReaderOptions
            {
                Delimiter = delimiter,
                HasHeaders = false,
                MaxBufferSize = LongestRow,
                ResultSetMode = ResultSetMode.SingleResult,
                OwnsReader = true,
            });
            var rows = new List<T>();
            int[]? ordinals = null;
            while (csv.Read())
            {
                var lines = Lines(csv.GetRawRecordSpan());
                if (columns is not null && ordinals is null) ordinals = Ordinals(path, csv, columns);
                else if (!IsBlank(csv)) rows.Add(read(new CsvRow(path, line, csv, columns, ordinals)));
                line += lines;
            }
            if (columns is not null && ordinals is null)
                throw new DatasetException(path, 0, $"is empty; it must have a header with the columns {string.Join(", ", columns)}.");
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

    private static int[] Ordinals(string path, CsvDataReader csv, IReadOnlyList<string> columns)
    {
        var header = Enumerable.Range(0, csv.RowFieldCount).Select(i => csv.GetString(i).Trim().TrimStart('\uFEFF')).ToList();
        return columns.Select(column => header.FindIndex(h => h.Equals(column, StringComparison.OrdinalIgnoreCase)) is var at and >= 0
            ? at
            : throw new DatasetException(path, 1, $"has no column '{column}'; its columns are: {string.Join(", ", header.Take(20))}.")).ToArray();
    }

    private static bool IsBlank(CsvDataReader csv) => csv.RowFieldCount == 0 || (csv.RowFieldCount == 1 && csv.GetFieldSpan(0).IsWhiteSpace());

    /// <summary>The number of lines of a row: its own line end, and those inside quoted fields.</summary>
    private static int Lines(ReadOnlySpan<char> record)
    {
        record = record.TrimEnd("\r\n");
        return 1 + record.Count('\n') + record.Count('\r') - record.Count("\r\n");
    }
}
