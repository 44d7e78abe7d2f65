using System.Net;

namespace Mmva;

/// <summary>No music was generated: the server cannot be reached, is busy or refuses, or its answer is not audio.</summary>
public sealed class MusicGenerationException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="server">The server; the message starts with it.</param>
    /// <param name="reason">What went wrong and what to do about it.</param>
    /// <param name="status">The status of the server's answer, or <see langword="null"/> if there was none.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public MusicGenerationException(string server, string reason, HttpStatusCode? status = null, Exception? innerException = null)
        : base($"{server}: {reason}", innerException) => Status = status;

    /// <summary>The status of the server's answer, or <see langword="null"/> if there was none.</summary>
    public HttpStatusCode? Status { get; }
}
