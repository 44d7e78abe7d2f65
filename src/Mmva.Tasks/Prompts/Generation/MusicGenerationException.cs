using System.Net;

namespace Mmva;

/// <summary>No music came of a prompt: the server is out of reach, busy or refuses, or what it sent is no sound.</summary>
public sealed class MusicGenerationException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="server">Who was asked; it leads the message.</param>
    /// <param name="reason">What went wrong and what to do about it.</param>
    /// <param name="status">The server's answer, where there was one.</param>
    /// <param name="innerException">The cause, where another error led here.</param>
    public MusicGenerationException(string server, string reason, HttpStatusCode? status = null, Exception? innerException = null) : base($"{server}: {reason}", innerException) => Status = status;

    /// <summary>The server's answer, where there was one.</summary>
    public HttpStatusCode? Status { get; }
}
