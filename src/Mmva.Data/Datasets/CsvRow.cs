using System.Globalization;
using Sylvan.Data.Csv;

namespace Mmva.Data;

/// <summary>One row of a table; valid until the next one is read.</summary>
internal readonly struct CsvRow(string path, long line, CsvDataReader csv, CsvColumns? columns, bool decimalComma)
{
    /// <summary>The line on which the row starts, from 1.</summary>
    public long Line => line;

    /// <summary>The number of fields.</summary>
    public int Count => csv.RowFieldCount;

    /// <summary>The trimmed text of a column, which must not be empty.</summary>
    public string Text(int column) =>
        OptionalText(column) is { Length: > 0 } text ? text : throw Bad($"{Name(column)} is empty; the row has {csv.RowFieldCount} fields.");

    /// <summary>The trimmed text of a column, which may be empty.</summary>
    public string OptionalText(int column)
    {
        var ordinal = columns?.Ordinals[column] ?? column;
        return ordinal >= 0 && ordinal < csv.RowFieldCount ? csv.GetString(ordinal).Trim() : "";
    }

    /// <summary>The second column of the table, as a plain file name, for a table whose name for it is not known.</summary>
    public string SecondColumn() => new CsvRow(path, line, csv, null, decimalComma).FileName(1);

    /// <summary>The name of a media file, without a path, so that a table cannot refer to files outside its data set.</summary>
    public string FileName(int column)
    {
        var text = Text(column);
        if (text.AsSpan().IndexOfAny("/\\\0") >= 0 || text is "." or "..") throw Bad($"{Name(column)} '{text}' is not a plain file name.");
        return text;
    }

    /// <summary>The integer in a column.</summary>
    public int Integer(int column) => int.TryParse(Text(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw Bad($"{Name(column)} '{Text(column)}' is not an integer.");

    /// <summary>The number in a column, within a scale.</summary>
    public double Number(int column, double minimum, double maximum)
    {
        var text = Text(column);
        var hasComma = text.Contains(',', StringComparison.Ordinal);
        if (!double.TryParse(
            decimalComma && hasComma ? text.Replace(',', '.') : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            throw Bad($"{Name(column)} '{text}' is not a number{(hasComma ? "; decimals are written with a point" : "")}.");
        if (!(value >= minimum && value <= maximum)) throw Bad($"{Name(column)} {text} is outside the scale from {minimum} to {maximum}.");
        return value;
    }

    /// <summary>A number in a list of numbers in one column, such as <c>[5.0, 3.0, 5.0]</c>.</summary>
    public double ListedNumber(int column, int index, double minimum, double maximum)
    {
        var parts = Text(column).Trim('[', ']').Split(',', StringSplitOptions.TrimEntries);
        return index < parts.Length && double.TryParse(parts[index], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= minimum && value <= maximum
            ? value
            : throw Bad($"{Name(column)} '{Text(column)}' has no number from {minimum} to {maximum} at position {index + 1}.");
    }

    /// <summary>The numbers from a column to the first empty field, after which all must be empty.</summary>
    public List<double> NumbersFrom(int column, double minimum, double maximum)
    {
        var numbers = new List<double>();
        for (; column < csv.RowFieldCount && !csv.GetFieldSpan(column).IsWhiteSpace(); column++)
            numbers.Add(Number(column, minimum, maximum));
        for (var later = column + 1; later < csv.RowFieldCount; later++)
            if (!csv.GetFieldSpan(later).IsWhiteSpace()) throw Bad($"{Name(column)} is empty, but {Name(later)} is not.");
        return numbers;
    }

    /// <summary>Checks that a row has no more fields than its table has columns: a decimal comma would move all that follows it.</summary>
    public void RequireAtMost(int columns)
    {
        for (var i = columns; i < csv.RowFieldCount; i++)
            if (!csv.GetFieldSpan(i).IsWhiteSpace())
                throw Bad(
                    $"has {csv.RowFieldCount} fields, but the table has {columns} columns; decimals are written with a point, and texts with a "
                    + "separator in them in quotation marks.");
    }

    /// <summary>The numbers listed in one column.</summary>
    public float[] NumberList(int column, char separator, float minimum, float maximum)
    {
        var text = Text(column).AsSpan();
        var numbers = new float[text.Count(separator) + 1];
        var at = 0;
        foreach (var range in text.Split(separator))
        {
            if (!float.TryParse(text[range], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                || !(value >= minimum && value <= maximum))
                throw Bad($"value {at + 1} of {Name(column)}, '{text[range]}', is not a number from {minimum} to {maximum}.");
            numbers[at++] = value;
        }
        return numbers;
    }

    /// <summary>The valence and arousal in two columns, converted from a scale to [0, 1].</summary>
    public ValenceArousal Emotion(int valence, int arousal, double minimum, double maximum) =>
        ValenceArousal.FromScale(Number(valence, minimum, maximum), Number(arousal, minimum, maximum), minimum, maximum);

    /// <summary>The valence and arousal in two columns, on the scale of the table.</summary>
    public Rating Rating(int valence, int arousal, double minimum, double maximum) =>
        new(Number(valence, minimum, maximum), Number(arousal, minimum, maximum));

    /// <summary>Creates an error with the line of this row.</summary>
    public DatasetException Bad(string reason) => new(path, line, reason);

    private string Name(int column) => columns is null ? $"column {column + 1}" : columns.Names[column];
}
