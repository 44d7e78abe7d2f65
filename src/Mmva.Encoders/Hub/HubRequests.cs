using System.Net;
using System.Net.Http.Headers;

namespace Mmva.Encoders;

/// <summary>Sends requests, following redirects: a few, never from https to http, and with the token for the hub's own server only.</summary>
internal sealed class HubRequests(HttpClient client, ModelHubOptions options)
{
    private const int MaxRedirects = 5;

    /// <summary>Asks for a file from a byte on.</summary>
    /// <param name="address">The file.</param>
    /// <param name="from">The first byte that is wanted.</param>
    /// <param name="mark">The ETag of what is there already: another content is sent whole.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ModelHubException">The redirects lead nowhere.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, long from, string? mark, CancellationToken cancellationToken)
    {
        var place = address;
        for (var redirects = 0; ; redirects++)
        {
            using var request = Request(place, from, mark);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)) return response;
            using (response)
            {
                if (redirects == MaxRedirects) throw new ModelHubException(address, $"more than {MaxRedirects} redirects, the last one to {place}.", response.StatusCode);
                var next = response.Headers.Location is { } location ? new Uri(place, location) : throw new ModelHubException(address, "a redirect to nowhere.", response.StatusCode);
                if (next.Scheme != "https" && (next.Scheme != "http" || place.Scheme == "https")) throw new ModelHubException(address, $"a redirect to {next}, which is not as safe.", response.StatusCode);
                place = next;
            }
        }
    }

    private HttpRequestMessage Request(Uri place, long from, string? mark)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, place);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("mmva", null));
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (options.Token is { } token && Uri.Compare(place, options.BaseAddress, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (from == 0) return request;
        request.Headers.Range = new RangeHeaderValue(from, null);
        if (mark is not null) request.Headers.IfRange = new RangeConditionHeaderValue(mark);
        return request;
    }
}
