using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Mmva.Tasks;

/// <summary>Reads the answer of a server, which may be anything.</summary>
internal sealed class MusicServerAnswer(MusicServerRequests requests, HttpResponseMessage response, TimeProvider clock)
{
    private const int ErrorBytes = 1 << 14, BufferBytes = 1 << 16;
    private const string Options = nameof(MusicServerOptions);

    private int Code => (int)response.StatusCode;

    /// <summary>Reads the body of a successful answer.</summary>
    /// <exception cref="MusicGenerationException">It exceeds the limit.</exception>
    public async Task<byte[]> ReadAsync(int maxBytes, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength is { } announced && announced > maxBytes) throw TooLong(Invariant($"{announced:N0} bytes"));
        var bytes = await ReadAtMostAsync(maxBytes + 1L, cancellationToken).ConfigureAwait(false);
        return bytes.Length <= maxBytes ? bytes : throw TooLong("too many bytes");

        MusicGenerationException TooLong(string size) =>
            Failed(Invariant($"sends {size}; the limit is {Options}.{nameof(MusicServerOptions.MaxBytes)} = {maxBytes:N0}."));
    }

    /// <summary>Returns why there is no music yet, if another attempt may help.</summary>
    /// <exception cref="MusicGenerationException">Another attempt does not help.</exception>
    public async Task<Setback> RefusedAsync(CancellationToken cancellationToken)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw Failed($"access is refused ({Code}). Set {Options}.{nameof(MusicServerOptions.Token)} to a valid token for this model.");
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                throw Failed(
                    $"there is no {requests.Service} here ({Code}). "
                    + $"Check {Options}.{nameof(MusicServerOptions.Address)} and {nameof(MusicServerOptions.Model)}.");
            case >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest:
                var target = response.Headers.Location?.OriginalString ?? "nowhere";
                throw Failed($"redirects ({Code}) to {target}. Set {Options}.{nameof(MusicServerOptions.Address)} to the address of the service.");
        }
        var body = await ReadAtMostAsync(ErrorBytes, cancellationToken).ConfigureAwait(false);
        var (error, estimated) = Parse(body);
        var reason = $"answered {Code}: {error ?? requests.Excerpt(body)}";
        var isTransient = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
        return isTransient ? new(reason, response.StatusCode, RetryAfter() ?? estimated) : throw Failed(reason);
    }

    private async Task<byte[]> ReadAtMostAsync(long count, CancellationToken cancellationToken)
    {
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var bytes = new MemoryStream();
        var buffer = new byte[BufferBytes];
        while (bytes.Length < count)
        {
            var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count - bytes.Length)), cancellationToken)
                .ConfigureAwait(false);
            if (read == 0) break;
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }

    private TimeSpan? RetryAfter()
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - clock.GetUtcNow() : null);
        return wait > TimeSpan.Zero ? wait : null; // a server that has just refused and asks for no wait gets the default one
    }

    private (string? Error, TimeSpan? Estimated) Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return default;
            var error = document.RootElement.TryGetProperty("error", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()
                : null;
            TimeSpan? estimated = document.RootElement.TryGetProperty("estimated_time", out var time) && time.ValueKind == JsonValueKind.Number
                && time.TryGetDouble(out var seconds) && seconds is >= 0 and < 1e6 ? TimeSpan.FromSeconds(seconds) : null;
            return (error is null ? null : requests.Excerpt(System.Text.Encoding.UTF8.GetBytes(error)), estimated);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private MusicGenerationException Failed(string reason) => new(requests.Name, reason, response.StatusCode);
}
