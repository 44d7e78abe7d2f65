namespace Mmva;

/// <summary>The exception for an image, audio or video that cannot be used: damaged, of an unsupported format, or over a limit.</summary>
public sealed class MediaException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="name">The file's path or another name of the input, with which the message begins.</param>
    /// <param name="reason">What is wrong and how to fix it.</param>
    /// <param name="innerException">The error that caused this one; optional.</param>
    public MediaException(string name, string reason, Exception? innerException = null) : base($"{name}: {reason}", innerException)
    {
        Name = name;
        Reason = reason;
    }

    /// <summary>The file's path or another name of the input.</summary>
    public string Name { get; }

    /// <summary>What is wrong, without the name.</summary>
    internal string Reason { get; }
}
