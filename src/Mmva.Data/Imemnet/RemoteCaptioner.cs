using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Mmva.Data;

/// <summary>
/// Captions by a server, LP-MusicCaps for example: each clip is sent as a WAV file (16 bits, one channel) in the body of a POST request, and the
/// answer is JSON with the caption as <c>caption</c>, <c>generated_text</c> or <c>text</c>, in an object or in the first object of an array.
/// </summary>
/// <param name="client">Sends the requests; its timeout applies to each of them.</param>
/// <param name="address">The address of the captioner.</param>
/// <param name="decoder">Decodes the songs.</param>
/// <remarks>
/// If the server is overloaded (408, 429, 5xx) or does not answer, the request is repeated up to four times, after the time that <c>Retry-After</c>
/// requests or after 1, 2, 4 and 8 seconds. Safe to use from several threads.
/// </remarks>
public sealed class RemoteCaptioner(HttpClient client, Uri address, IAudioDecoder decoder) : IMusicCaptioner
{
    private const int MaxAttempts = 5;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private static readonly string[] Properties = ["caption", "generated_text", "text"];

    private readonly SongReader _songs = new(decoder);

    /// <inheritdoc/>
    public async Task<string?> CaptionAsync(MusicClip clip, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(clip);
        var wav = WavFile.Encode(clip.CutFrom(await _songs.DecodeAsync(clip.Item.Content, cancellationToken).ConfigureAwait(false)));
        for (var attempt = 1; ; attempt++)
        {
            var wait = TimeSpan.FromSeconds(Math.Pow(2, attempt - 1));
            try
            {
                using var body = new ByteArrayContent(wav) { Headers = { ContentType = new MediaTypeHeaderValue("audio/wav") } };
                using var response = await client.PostAsync(address, body, cancellationToken).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                    return CaptionOf(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
                if (attempt == MaxAttempts || !IsTransient(response.StatusCode)) throw Bad($"answered {(int)response.StatusCode}.");
                wait = WaitOf(response.Headers.RetryAfter) ?? wait;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                if (attempt == MaxAttempts) throw Bad($"cannot be reached: {e.Message}", e);
            }
            await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    private static TimeSpan? WaitOf(RetryConditionHeaderValue? header) =>
        (header?.Delta ?? header?.Date - DateTimeOffset.UtcNow) is { } wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, LongestWait.Ticks)) : null;

    private string CaptionOf(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            var root = json.RootElement is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : json.RootElement;
            if (root.ValueKind == JsonValueKind.Object)
                foreach (var name in Properties)
                    if (root.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
                        && text.GetString()!.Trim() is { Length: > 0 } caption) return caption;
            throw Bad($"answered without {string.Join(", ", Properties)}.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // half of a surrogate pair
        {
            throw Bad($"answered with something other than JSON: {e.Message}", e);
        }
    }

    private MmvaException Bad(string reason, Exception? inner = null) => new($"The captioner {address} {reason}", inner);
}
