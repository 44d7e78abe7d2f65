using System.Net;
using System.Net.Http.Headers;

namespace Mmva.Encoders;

/// <summary>Sends requests and follows redirects: a few, never from https to http, and with the token only to the server of the hub.</summary>
internal sealed class HubRequests(HttpClient client, ModelHubOptions options)
{
    private const int MaxRedirects = 5;

    /// <summary>Requests a file from a byte on.</summary>
    /// <param name="address">The file.</param>
    /// <param name="from">The first byte.</param>
    /// <param name="tag">The ETag of the bytes received before; the server sends all of a different content.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="ModelHubException">The redirects lead nowhere.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, long from, string? tag, CancellationToken cancellationToken)
    {
        var location = address;
        for (var redirects = 0; ; redirects++)
        {
            using var request = Request(location, from, tag);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!IsRedirect(response.StatusCode)) return response;
            using (response)
            {
                if (redirects == MaxRedirects)
                    throw new ModelHubException(address, $"more than {MaxRedirects} redirects, the last one to {location}.", response.StatusCode);
                location = Next(address, location, response);
            }
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status is
        HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static Uri Next(Uri address, Uri location, HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } target) throw new ModelHubException(address, "a redirect to nowhere.", response.StatusCode);
        var next = new Uri(location, target);
        if (next.Scheme != "https" && (next.Scheme != "http" || location.Scheme == "https"))
            throw new ModelHubException(address, $"a redirect to {next}, which is less secure.", response.StatusCode);
        return next;
    }

    private HttpRequestMessage Request(Uri location, long from, string? tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, location);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("mmva", null));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (options.Token is { } token && IsHub(location)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (from == 0) return request;
        request.Headers.Range = new RangeHeaderValue(from, null);
        if (tag is not null) request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        return request;
    }

    private bool IsHub(Uri location) =>
        Uri.Compare(location, options.BaseAddress, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
