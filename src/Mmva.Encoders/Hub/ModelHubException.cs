using System.Net;

namespace Mmva.Encoders;

/// <summary>A download that did not succeed. The message names the address and the way out; nothing half-written stands in the place of the file.</summary>
public sealed class ModelHubException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="address">What was asked for; it leads the message.</param>
    /// <param name="reason">What went wrong and what to do about it.</param>
    /// <param name="status">The server's answer, where there was one.</param>
    /// <param name="innerException">The cause, where another error led here.</param>
    public ModelHubException(Uri address, string reason, HttpStatusCode? status = null, Exception? innerException = null) : base($"{address}: {reason}", innerException) =>
        (Address, Status) = (address, status);

    /// <summary>What was asked for.</summary>
    public Uri Address { get; }

    /// <summary>The server's answer, where there was one.</summary>
    public HttpStatusCode? Status { get; }
}
