namespace Mmva.Data;

/// <summary>A data set's table that cannot be used: missing, damaged, or with a value outside its scale.</summary>
public sealed class DatasetException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file; it leads the message.</param>
    /// <param name="line">The line on which the row begins, from 1; 0 where the whole file is meant.</param>
    /// <param name="reason">What is wrong and what to do about it.</param>
    /// <param name="innerException">The cause, where another error led here.</param>
    public DatasetException(string path, long line, string reason, Exception? innerException = null)
        : base(line > 0 ? $"{path}({line}): {reason}" : $"{path}: {reason}", innerException) => (Path, Line) = (path, line);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The line on which the row begins, from 1; 0 where the whole file is meant.</summary>
    public long Line { get; }
}
