namespace Mmva.WeightFiles;

/// <summary>A weight file that cannot be used: damaged, hostile, of an unknown kind, or without the weights that a model asks for.</summary>
public sealed class WeightFileException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file; it leads the message.</param>
    /// <param name="reason">What is wrong with it and what to do about it.</param>
    /// <param name="innerException">The cause, where another error led here.</param>
    public WeightFileException(string path, string reason, Exception? innerException = null) : base($"{path}: {reason}", innerException) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
