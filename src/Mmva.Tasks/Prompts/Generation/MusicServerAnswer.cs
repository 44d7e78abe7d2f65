using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Mmva.Tasks;

/// <summary>Reads what a server answered, which may be anything.</summary>
internal sealed class MusicServerAnswer(MusicServerRequests requests, HttpResponseMessage response, TimeProvider clock)
{
    private const int ErrorBytes = 1 << 14, BufferBytes = 1 << 16;

    private int Code => (int)response.StatusCode;

    /// <summary>The body of a good answer.</summary>
    /// <exception cref="MusicGenerationException">It has more bytes than are allowed.</exception>
    public async Task<byte[]> ReadAsync(int maxBytes, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength is { } promised && promised > maxBytes) throw TooMany($"{promised:N0} bytes");
        var bytes = await ReadAtMostAsync(maxBytes + 1L, cancellationToken).ConfigureAwait(false);
        return bytes.Length <= maxBytes ? bytes : throw TooMany("more");

        MusicGenerationException TooMany(string what) =>
            Failed(string.Create(CultureInfo.InvariantCulture, $"sends {what}, where {nameof(MusicServerOptions)}.{nameof(MusicServerOptions.MaxBytes)} = {maxBytes:N0} is the limit."));
    }

    /// <summary>Why there is no music yet, where asking again may help.</summary>
    /// <exception cref="MusicGenerationException">Asking again does not help.</exception>
    public async Task<Setback> RefusedAsync(CancellationToken cancellationToken)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                throw Failed($"access is refused ({Code}). Set {nameof(MusicServerOptions)}.{nameof(MusicServerOptions.Token)} to a token that this server knows and that may use the model.");
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                throw Failed($"there is no {requests.Service} here ({Code}). Check {nameof(MusicServerOptions)}.{nameof(MusicServerOptions.Address)} and {nameof(MusicServerOptions.Model)}.");
            case >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest:
                throw Failed($"redirects ({Code}) to {response.Headers.Location?.OriginalString ?? "nowhere"}. Set {nameof(MusicServerOptions)}.{nameof(MusicServerOptions.Address)} to where the service is.");
        }
        var body = await ReadAtMostAsync(ErrorBytes, cancellationToken).ConfigureAwait(false);
        var (error, estimated) = Parse(body);
        var reason = $"answered {Code}: {error ?? requests.Excerpt(body)}";
        return response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
            ? new(reason, response.StatusCode, RetryAfter() ?? estimated)
            : throw Failed(reason);
    }

    private async Task<byte[]> ReadAtMostAsync(long count, CancellationToken cancellationToken)
    {
        using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var bytes = new MemoryStream();
        var buffer = new byte[BufferBytes];
        while (bytes.Length < count)
        {
            var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count - bytes.Length)), cancellationToken).ConfigureAwait(false);
            if (read == 0) break;
            bytes.Write(buffer, 0, read);
        }
        return bytes.ToArray();
    }

    private TimeSpan? RetryAfter()
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - clock.GetUtcNow() : null);
        return wait > TimeSpan.Zero ? wait : null; // "at once" from a server that has just refused means: as usual
    }

    private (string? Error, TimeSpan? Estimated) Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return default;
            var error = document.RootElement.TryGetProperty("error", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
            TimeSpan? estimated = document.RootElement.TryGetProperty("estimated_time", out var time) && time.ValueKind == JsonValueKind.Number
                && time.TryGetDouble(out var seconds) && seconds is >= 0 and < 1e6 ? TimeSpan.FromSeconds(seconds) : null;
            return (error is null ? null : requests.Excerpt(System.Text.Encoding.UTF8.GetBytes(error)), estimated);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private MusicGenerationException Failed(string reason) => new(requests.Name, reason, response.StatusCode);
}
