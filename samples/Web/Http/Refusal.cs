namespace Web.Http;

/// <summary>A request that cannot be answered, and why: the client is told both.</summary>
/// <param name="status">An HTTP status code, 4xx or 503.</param>
/// <param name="reason">A sentence for the person at the other end.</param>
internal sealed class Refusal(int status, string reason) : Exception(reason)
{
    public int Status => status;
}
