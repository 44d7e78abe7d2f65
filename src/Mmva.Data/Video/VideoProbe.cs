using System.Globalization;
using System.Text.Json;

namespace Mmva.Data;

/// <summary>Parses the output of ffprobe.</summary>
internal static class VideoProbe
{
    /// <summary>The arguments that select the output.</summary>
    public static readonly string[] Entries =
    [
        "-show_entries",
        "format=format_name,start_time,duration"
            + ":stream=codec_type,width,height,sample_aspect_ratio,r_frame_rate,avg_frame_rate,duration,channels,sample_rate"
            + ":stream_disposition=attached_pic:stream_side_data=rotation:stream_tags=rotate",
        "-of", "json",
        // A broadcast joined in the middle does not describe its video before the next keyframe: ffmpeg's default of 5 s is too short for
        // encoders that write one every 10 s.
        "-analyzeduration", "30M", "-probesize", "50M",
    ];

    private const int MaxSide = 1 << 20, MaxChannels = 64, MaxSampleRate = 1 << 20;
    private const double FallbackFrameRate = 25, MaxFrameRate = 1000;

    public static VideoInfo Parse(ReadOnlyMemory<byte> json, string name)
    {
        using var document = Document(json, name);
        JsonElement[] streams = document.RootElement.TryGetProperty("streams", out var list) ? [.. list.EnumerateArray()] : [];
        var tracks = streams.Where(s => Text(s, "codec_type") == "video").ToList();
        var sound = streams.Where(s => Text(s, "codec_type") == "audio").Select(Sound).FirstOrDefault();
        var video = tracks.FirstOrDefault(s => !IsAttached(s));
        if (video.ValueKind == JsonValueKind.Undefined)
        {
            throw new MediaException(
                name,
                tracks.Count > 0 ? "has no video: it is audio with cover art."
                : sound is not null ? "has no video: it is audio only."
                : "has no video.");
        }

        var (width, height) = (Number(video, "width"), Number(video, "height"));
        if (!(width is >= 1 and <= MaxSide && height is >= 1 and <= MaxSide))
            throw new MediaException(name, "has a video track of unknown size: the file is damaged or incomplete.");
        width = Math.Clamp(width * Ratio(Text(video, "sample_aspect_ratio"), ':', 1), 1, MaxSide);
        if (Math.Abs(Math.Round(Rotation(video) / 90)) % 2 == 1) (width, height) = (height, width);

        var rate = Ratio(Text(video, "avg_frame_rate"), '/', Ratio(Text(video, "r_frame_rate"), '/', FallbackFrameRate));
        var format = document.RootElement.TryGetProperty("format", out var f) ? f : default;
        var duration = Duration(video) ?? Duration(format, StartOf(format));
        return new((int)Math.Round(width), (int)Math.Round(height), Math.Min(rate, MaxFrameRate), duration, sound);
    }

    private static JsonDocument Document(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw new MediaException(name, $"cannot be probed: the output of ffprobe cannot be parsed ({e.Message}).", e);
        }
    }

    private static SoundTrack? Sound(JsonElement stream)
    {
        var (channels, rate) = (Number(stream, "channels"), Number(stream, "sample_rate"));
        return channels is >= 1 and <= MaxChannels && rate is >= 1 and <= MaxSampleRate ? new((int)channels, (int)rate) : null;
    }

    private static bool IsAttached(JsonElement stream) =>
        stream.TryGetProperty("disposition", out var disposition) && Number(disposition, "attached_pic") == 1;

    // newer versions of ffprobe write side data, older ones a tag
    private static double Rotation(JsonElement stream)
    {
        if (stream.TryGetProperty("side_data_list", out var list))
            foreach (var data in list.EnumerateArray())
                if (data.TryGetProperty("rotation", out _)) return Number(data, "rotation");
        return stream.TryGetProperty("tags", out var tags) && tags.TryGetProperty("rotate", out _) ? Number(tags, "rotate") : 0;
    }

    // Matroska measures its duration from time 0, but its frames and audio may start later
    private static double StartOf(JsonElement format) =>
        format.ValueKind == JsonValueKind.Object
        && Text(format, "format_name").StartsWith("matroska", StringComparison.Ordinal)
        && Number(format, "start_time") is > 0 and var start ? start : 0;

    private static TimeSpan? Duration(JsonElement element, double start = 0) =>
        element.ValueKind == JsonValueKind.Object && Number(element, "duration") - start is > 0 and < 1e9 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static double Ratio(string text, char separator, double fallback)
    {
        var parts = text.Split(separator);
        return parts.Length == 2 && Parse(parts[0]) is > 0 and var numerator && Parse(parts[1]) is > 0 and var denominator
            ? numerator / denominator
            : fallback;
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    // ffprobe writes some numbers as strings; whatever is not a number becomes NaN, which passes no check
    private static double Number(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) ? double.NaN
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : Parse(Text(element, name));

    private static double Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
}
