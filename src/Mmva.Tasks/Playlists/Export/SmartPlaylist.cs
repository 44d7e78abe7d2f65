using System.Globalization;
using System.Text.Json;
using System.Text.Encodings.Web;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>A smart playlist of Navidrome (<c>.nsp</c>): rules on tags, which the server evaluates again whenever the library changes.</summary>
/// <remarks>
/// The rules use the tags VALENCE and AROUSAL, which the files must have, and which Navidrome must import as numbers: <see cref="ServerSettings"/>.
/// Ranges are written as <c>gt</c> and <c>lt</c>, because Navidrome's <c>inTheRange</c> refuses tags; both exclude their limit, which is therefore
/// moved outward by half of a tag's last digit.
/// </remarks>
public sealed class SmartPlaylist
{
    /// <summary>The default of <see cref="Limit"/>.</summary>
    public const int DefaultLimit = 100;

    /// <summary>What <c>navidrome.toml</c> needs, so that the tags VALENCE and AROUSAL are imported as numbers.</summary>
    public const string ServerSettings = """
        Tags.Valence.Aliases = ["txxx:valence", "valence", "----:com.apple.iTunes:valence"]
        Tags.Valence.Type = "float"
        Tags.Arousal.Aliases = ["txxx:arousal", "arousal", "----:com.apple.iTunes:arousal"]
        Tags.Arousal.Type = "float"
        """;

    // the tags have three decimals
    private const double HalfDigit = 0.0005;

    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Creates a smart playlist of the tracks in a region.</summary>
    /// <param name="name">The name that players show; not blank.</param>
    /// <param name="region">The region. Limits at or beyond the edges of the plane are left out.</param>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The region is not valid.</exception>
    public SmartPlaylist(string name, EmotionRegion region)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        region.ThrowIfInvalid();
        Name = name;
        Region = region;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The region.</summary>
    public EmotionRegion Region { get; }

    /// <summary>The comment, or <see langword="null"/> for none.</summary>
    public string? Comment { get; init; }

    /// <summary>The most tracks, at least 1; the server chooses them at random.</summary>
    /// <value>The default is <see cref="DefaultLimit"/>.</value>
    public int Limit
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = DefaultLimit;

    /// <summary>Writes the playlist atomically. The file belongs into the music folder of the server, with the extension .nsp.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="PlaylistException">The file cannot be written.</exception>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Write, (why, e) => new PlaylistException($"{path}: {why}", e));
    }

    private void Write(Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, Format))
        {
            json.WriteStartObject();
            json.WriteString("name", Name);
            if (Comment is not null) json.WriteString("comment", Comment);
            json.WriteStartArray("all");
            // files without the tags are left out even if nothing else is asked
            WriteRule(json, "gt", "valence", Region.MinValence > 0 ? Region.MinValence - HalfDigit : -1);
            if (Region.MaxValence < 1) WriteRule(json, "lt", "valence", Region.MaxValence + HalfDigit);
            WriteRule(json, "gt", "arousal", Region.MinArousal > 0 ? Region.MinArousal - HalfDigit : -1);
            if (Region.MaxArousal < 1) WriteRule(json, "lt", "arousal", Region.MaxArousal + HalfDigit);
            json.WriteEndArray();
            json.WriteString("sort", "random");
            json.WriteNumber("limit", Limit);
            json.WriteEndObject();
        }
        stream.Write("\n"u8);
    }

    private static void WriteRule(Utf8JsonWriter json, string comparison, string tag, double limit)
    {
        json.WriteStartObject();
        json.WriteStartObject(comparison);
        json.WritePropertyName(tag);
        json.WriteRawValue(limit.ToString("0.####", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
