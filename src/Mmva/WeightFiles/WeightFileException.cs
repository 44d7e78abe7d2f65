namespace Mmva.WeightFiles;

/// <summary>
/// The exception for a weight file that cannot be used: damaged, malicious, of an unsupported format, or without the expected weights.
/// </summary>
public sealed class WeightFileException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The path of the file, with which the message begins.</param>
    /// <param name="reason">What is wrong and how to fix it.</param>
    /// <param name="innerException">The error that caused this one; optional.</param>
    public WeightFileException(string path, string reason, Exception? innerException = null)
        : base($"{path}: {reason}", innerException) => Path = path;

    /// <summary>The path of the file.</summary>
    public string Path { get; }
}
