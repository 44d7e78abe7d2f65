namespace Mmva;

/// <summary>A picture, a piece of audio or a video that cannot be used: damaged, of an unknown kind, or over a limit.</summary>
public sealed class MediaException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="name">The file's path, or another name of the input; it leads the message.</param>
    /// <param name="reason">What is wrong with it and what to do about it.</param>
    /// <param name="innerException">The cause, where another error led here.</param>
    public MediaException(string name, string reason, Exception? innerException = null) : base($"{name}: {reason}", innerException) => Name = name;

    /// <summary>The file's path, or another name of the input.</summary>
    public string Name { get; }
}
