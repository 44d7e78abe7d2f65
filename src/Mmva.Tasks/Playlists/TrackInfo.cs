using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mmva;

/// <summary>What a playlist needs to know about a track in addition to its point on the plane.</summary>
/// <param name="Path">The file, or the address of a stream.</param>
/// <param name="Duration">The duration, or <see langword="null"/> if it is unknown.</param>
/// <param name="Artist">The artist, or <see langword="null"/> if it is unknown.</param>
/// <param name="Title">The title, or <see langword="null"/> if it is unknown.</param>
public sealed record TrackInfo(string Path, TimeSpan? Duration = null, string? Artist = null, string? Title = null)
{
    private const string PathName = "path", SecondsName = "seconds", ArtistName = "artist", TitleName = "title";
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    // readable in any alphabet: the text goes into payloads, not into web pages
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Returns the information as JSON, for the payload of an item: an object with <c>path</c> and, if they are known, <c>seconds</c>,
    /// <c>artist</c> and <c>title</c>.
    /// </summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString(PathName, Path);
            if (Duration is { } duration) json.WriteNumber(SecondsName, Math.Round(duration.TotalSeconds, 3));
            if (Artist is not null) json.WriteString(ArtistName, Artist);
            if (Title is not null) json.WriteString(TitleName, Title);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// Reads the payload of an item: the JSON of <see cref="ToJson"/>, which may have other properties, or else a path. Without a payload, the id
    /// is the path.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <returns>The information; what cannot be read is unknown.</returns>
    public static TrackInfo Of(EmotionItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var payload = item.Payload;
        if (string.IsNullOrEmpty(payload)) return new(item.Id);
        if (payload[0] != '{') return new(payload);
        try
        {
            return Parse(payload, item.Id);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // half of a surrogate pair
        {
            return new(payload); // a file may have a name that begins like JSON
        }
    }

    private static TrackInfo Parse(string payload, string id)
    {
        string? path = null, artist = null, title = null;
        TimeSpan? duration = null;
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(payload.Length));
        try
        {
            var json = new Utf8JsonReader(utf8.AsSpan(0, Encoding.UTF8.GetBytes(payload, utf8)));
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var name = json.ValueTextEquals(PathName) ? PathName : json.ValueTextEquals(ArtistName) ? ArtistName
                    : json.ValueTextEquals(TitleName) ? TitleName : json.ValueTextEquals(SecondsName) ? SecondsName : null;
                json.Read();
                if (json.TokenType == JsonTokenType.String && name == PathName) path = json.GetString();
                else if (json.TokenType == JsonTokenType.String && name == ArtistName) artist = json.GetString();
                else if (json.TokenType == JsonTokenType.String && name == TitleName) title = json.GetString();
                else if (json.TokenType == JsonTokenType.Number && name == SecondsName) duration = DurationOf(json.GetDouble());
                else json.Skip();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(utf8);
        }
        return new(path ?? id, duration, artist, title);
    }

    /// <summary>A duration in seconds, or <see langword="null"/> for one that a file cannot have.</summary>
    internal static TimeSpan? DurationOf(double seconds) =>
        seconds > 0 && seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
}
