using System.Globalization;
using System.Text.Json;
using Mmva;

namespace MakeSoundtrack.Photos;

/// <summary>A photo of an album, and how long it is shown, or null for the default.</summary>
internal readonly record struct AlbumPhoto(string Path, TimeSpan? Length);

/// <summary>
/// A list of photos in a file: one path a line, with seconds after a tab if wanted, as in M3U; or JSON, an array of paths and of objects
/// <c>{ "file": "a.jpg", "seconds": 5 }</c>. Paths count from the folder of the file.
/// </summary>
internal static class AlbumList
{
    private const long MaxBytes = 16 << 20;
    private const double MostSeconds = 3600;

    private static readonly string[] Extensions = [".txt", ".tsv", ".m3u", ".m3u8", ".json"];

    public static bool IsList(string path) => Extensions.Contains(Path.GetExtension(path).ToLowerInvariant());

    public static IReadOnlyList<AlbumPhoto> Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes) throw new MmvaException($"{path}: is too large for a list of photos.");
        var text = File.ReadAllText(path);
        var photos = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('[') ? OfJson(path, text) : OfLines(path, text);
        return photos.Count > 0 ? photos : throw new MmvaException($"{path}: lists no photos; it has one path a line, or is a JSON array.");
    }

    private static List<AlbumPhoto> OfLines(string path, string text)
    {
        var (photos, number) = (new List<AlbumPhoto>(), 0);
        foreach (var line in text.TrimStart('\uFEFF').Split('\n').Select(line => line.TrimEnd('\r')))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#') continue; // a name that begins so is written ./#name
            var cells = line.Split('\t');
            TimeSpan? length = null;
            if (cells.Length > 1 && !string.IsNullOrWhiteSpace(cells[1]))
            {
                length = double.TryParse(cells[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
                    ? Seconds(seconds, $"{path}, line {number}")
                    : throw new MmvaException($"{path}, line {number}: '{cells[1]}' is not a number of seconds.");
            }
            photos.Add(new(Full(path, cells[0]), length));
        }
        return photos;
    }

    private static List<AlbumPhoto> OfJson(string path, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            return [.. document.RootElement.EnumerateArray().Select((item, i) => Photo(path, item, i))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // half of a surrogate pair
        {
            throw new MmvaException($"{path}: is not valid JSON: {e.Message}", e);
        }
    }

    private static AlbumPhoto Photo(string path, JsonElement item, int index)
    {
        var where = $"{path}, item {index}";
        if (item.ValueKind == JsonValueKind.String) return new(Full(path, item.GetString()!), null);
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("file", out var file) || file.ValueKind != JsonValueKind.String)
            throw new MmvaException($"{where}: must be a path, or an object with a \"file\".");
        if (!item.TryGetProperty("seconds", out var seconds) || seconds.ValueKind == JsonValueKind.Null)
            return new(Full(path, file.GetString()!), null);
        return seconds.ValueKind == JsonValueKind.Number
            ? new(Full(path, file.GetString()!), Seconds(seconds.GetDouble(), where))
            : throw new MmvaException($"{where}: \"seconds\" must be a number.");
    }

    private static TimeSpan Seconds(double seconds, string where) => seconds is > 0 and <= MostSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new MmvaException(
            FormattableString.Invariant($"{where}: a photo is shown for more than 0 and up to {MostSeconds} seconds, not {seconds}."));

    private static string Full(string list, string path) => Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(list))!);
}
