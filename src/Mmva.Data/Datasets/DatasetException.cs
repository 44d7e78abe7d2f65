namespace Mmva.Data;

/// <summary>The exception for a file of a data set that cannot be used: missing, damaged, or with a value outside its scale.</summary>
public sealed class DatasetException : MmvaException
{
    // a message repeats fields, which may be as long as the file
    private const int LongestReason = 4000;

    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file, with which the message begins.</param>
    /// <param name="line">The line on which the row starts, from 1, or 0 for the whole file.</param>
    /// <param name="reason">What is wrong and how to fix it; the message has at most 4000 characters of it.</param>
    /// <param name="innerException">The error that caused this one; optional.</param>
    public DatasetException(string path, long line, string reason, Exception? innerException = null)
        : base($"{path}{(line > 0 ? $"({line})" : "")}: {(reason.Length > LongestReason ? reason[..LongestReason] + "…" : reason)}", innerException)
    {
        Path = path;
        Line = line;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The line on which the row starts, from 1, or 0 for the whole file.</summary>
    public long Line { get; }
}
