using System.Net;

namespace Mmva.Encoders;

/// <summary>A download failed. The message contains the address and a remedy; no incomplete file exists under the name of the file.</summary>
public sealed class ModelHubException : MmvaException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="address">The requested address; it begins the message.</param>
    /// <param name="reason">What went wrong and what to do about it.</param>
    /// <param name="status">The status of the server's response, or <see langword="null"/> for none.</param>
    /// <param name="innerException">The cause; optional.</param>
    public ModelHubException(Uri address, string reason, HttpStatusCode? status = null, Exception? innerException = null)
        : base($"{address}: {reason}", innerException)
    {
        Address = address;
        Status = status;
    }

    /// <summary>The requested address.</summary>
    public Uri Address { get; }

    /// <summary>The status of the server's response, or <see langword="null"/> for none.</summary>
    public HttpStatusCode? Status { get; }
}
