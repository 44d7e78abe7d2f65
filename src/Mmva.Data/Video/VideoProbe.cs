using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Mmva.Data;

/// <summary>Finds out about a video with ffprobe.</summary>
internal static class VideoProbe
{
    private static readonly string[] Entries =
    [
        "-show_entries",
        "format=format_name,start_time,duration:format_tags=timecode"
            + ":stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,r_frame_rate,avg_frame_rate,start_time,duration"
            + ",channels,channel_layout,sample_rate,field_order,color_transfer"
            + ":stream_disposition=default,attached_pic,still_image,timed_thumbnails:stream_side_data=rotation:stream_tags=rotate,timecode",
        "-of", "json",
        // A broadcast joined in the middle does not describe its video before the next keyframe: ffmpeg's default of 5 s is too short for
        // encoders that write one every 10 s.
        "-analyzeduration", "30M", "-probesize", "50M",
    ];

    private const int MaxOutputBytes = 1 << 20, MaxSide = 1 << 20, MaxChannels = 64, MaxSampleRate = 1 << 20;
    private const double MaxFrameRate = 1000, RateTolerance = 0.005;

    private static readonly TimeSpan AudioLead = TimeSpan.FromSeconds(0.1);

    private static readonly FrameRate FallbackRate = new(25, 1);

    /// <exception cref="MediaException">The file is missing, empty, damaged, longer than the limit, or not a video.</exception>
    public static async Task<ProbedVideo> ReadAsync(string path, VideoReaderOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MediaFile.Open(path).Dispose();
        using var document = Document(await OutputAsync(path, options, Entries, cancellationToken).ConfigureAwait(false), path);
        var root = document.RootElement;
        JsonElement[] streams = root.TryGetProperty("streams", out var list) ? [.. list.EnumerateArray()] : [];
        var format = root.TryGetProperty("format", out var f) ? f : default;
        var sound = streams.FirstOrDefault(s => Text(s, "codec_type") == "audio" && Sound(s) is not null);
        var tracks = streams.Where(s => Text(s, "codec_type") == "video").ToList();
        if (tracks.Count == 0) throw new MediaException(path, Sound(sound) is null ? "has no video." : "has no video: it is audio only.");

        var candidates = tracks.Where(track => !VideoTracks.IsCover(track)).Select(VideoTracks.Of).ToList();
        var hasSound = Sound(sound) is not null;
        VideoTracks.Track? chosen = null;
        if (candidates.Count > 0 && !VideoTracks.NeedPackets(candidates, hasSound)) chosen = candidates[0];
        else if (candidates.Count > 0)
        {
            var packets = await PacketsAsync(path, options, cancellationToken).ConfigureAwait(false);
            chosen = VideoTracks.Choose(candidates, packets, hasSound, Duration(sound) ?? Duration(format));
        }
        if (chosen is null) throw new MediaException(path, "has no video: it is audio with cover art.");

        var video = Parse(path, chosen.Stream, sound, format, TimeCode(streams, chosen.Stream, format));
        return video.Info.Duration > options.MaxDuration
            ? throw MediaLimits.TooLong(path, options.MaxDuration, nameof(VideoReaderOptions)) : video;
    }

    /// <summary>Runs ffprobe on a file.</summary>
    /// <returns>Its output, up to a megabyte.</returns>
    public static async Task<ReadOnlyMemory<byte>> OutputAsync(
        string path, VideoReaderOptions options, IEnumerable<string> entries, CancellationToken cancellationToken)
    {
        string[] arguments = ["-v", "error", .. entries, .. FfmpegProcess.Input(path, MediaFormats.VideoDemuxers)];
        using var output = VideoOutput.OfFfprobe(path, options, arguments);
        var bytes = new byte[MaxOutputBytes];
        var length = await output.ReadAsync(bytes, cancellationToken).ConfigureAwait(false);
        if (length < bytes.Length) await output.EndAsync(cancellationToken).ConfigureAwait(false); // otherwise it waits for its reader
        return bytes.AsMemory(0, length);
    }

    public static JsonDocument Document(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            // texts of the file are in it as they are, whatever their encoding
            return JsonDocument.Parse(Utf8.IsValid(json.Span) ? json : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span)));
        }
        catch (JsonException e)
        {
            throw new MediaException(name, $"cannot be probed: the output of ffprobe cannot be parsed ({e.Message}).", e);
        }
    }

    /// <summary>Parses a value that ffprobe may write as a string.</summary>
    /// <returns>The number; NaN, which passes no check, for anything else.</returns>
    public static double Number(JsonElement element, string name) =>
        element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value) ? double.NaN
        : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
        : double.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    public static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()! : "";

    internal static ProbedVideo Parse(string path, JsonElement video, JsonElement sound, JsonElement format, string? timeCode)
    {
        var (width, height) = (Number(video, "width"), Number(video, "height"));
        if (!(width is >= 1 and <= MaxSide && height is >= 1 and <= MaxSide))
            throw new MediaException(path, "has a video track of unknown size: the file is damaged or incomplete.");
        width = Math.Clamp(width * Ratio(Text(video, "sample_aspect_ratio")), 1, MaxSide);
        if (Math.Abs(Math.Round(Rotation(video) / 90)) % 2 == 1) (width, height) = (height, width);

        var isInterlaced = Text(video, "field_order") is "tt" or "bb" or "tb" or "bt";
        var (real, mean) = (FrameRate.Parse(Text(video, "r_frame_rate")), FrameRate.Parse(Text(video, "avg_frame_rate")));
        // the rate of fields is not that of frames
        if (isInterlaced && real is { } fields && mean is { } frames && (fields / 2).IsNear(frames, RateTolerance)) real = fields / 2;
        var rate = real ?? mean ?? FallbackRate;
        // the mean of a recorded stream is an estimate
        var stated = mean is { } value && !value.IsNear(rate, RateTolerance) ? value : rate;

        var formats = Text(format, "format_name").Split(',');
        var (firstImage, firstSound) = (Offset(video, format), Offset(sound, format));
        // encoders of audio start up a frame early
        var shift = ProbedVideo.IsBroadcast(formats) && firstImage < AudioLead ? firstImage : TimeSpan.Zero;
        (firstImage, firstSound) = (firstImage - shift, firstSound - shift);
        var start = formats[0] == "matroska" && Number(format, "start_time") is > 0 and < 1e9 and var late
            ? TimeSpan.FromSeconds(late) : TimeSpan.Zero; // Matroska measures its duration from time 0, but its frames and audio may start later
        TimeSpan? duration = Duration(video) is { } length ? firstImage + length
            : Duration(format) is { } total && total > start + shift ? total - start - shift
            : null;
        var info = new VideoInfo(
            (int)Math.Round(width), (int)Math.Round(height), Math.Min(stated.PerSecond, MaxFrameRate), duration, Sound(sound))
        {
            TimeCode = timeCode, FirstImage = firstImage, NominalRate = stated == rate ? null : rate.PerSecond,
        };
        return new(
            info, (int)Number(video, "index"), Sound(sound) is null ? -1 : (int)Number(sound, "index"), formats, rate, firstImage, firstSound, shift,
            Text(video, "color_transfer") switch
            {
                "smpte2084" => DynamicRange.PerceptualQuantizer,
                "arib-std-b67" => DynamicRange.HybridLogGamma,
                _ => DynamicRange.Standard,
            },
            isInterlaced, Text(sound, "channel_layout") is not ("" or "unknown"));
    }

    /// <summary>The time of every packet of a video track in the first seconds, with the index of its stream.</summary>
    private static async Task<List<(int Stream, double Time)>> PacketsAsync(
        string path, VideoReaderOptions options, CancellationToken cancellationToken)
    {
        string[] entries = ["-select_streams", "v", "-show_entries", "packet=stream_index,pts_time", "-of", "csv=p=0", "-read_intervals", "%+20"];
        var output = await OutputAsync(path, options, entries, cancellationToken).ConfigureAwait(false);
        var packets = new List<(int, double)>();
        foreach (var line in Encoding.ASCII.GetString(output.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = line.Split(',');
            if (int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var stream))
            {
                var time = fields.Length > 1 && double.TryParse(fields[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var pts) ? pts : 0;
                packets.Add((stream, time));
            }
        }
        return packets;
    }

    private static SoundTrack? Sound(JsonElement stream)
    {
        var (channels, rate) = (Number(stream, "channels"), Number(stream, "sample_rate"));
        return channels is >= 1 and <= MaxChannels && rate is >= 1 and <= MaxSampleRate ? new((int)channels, (int)rate) : null;
    }

    // of the video, of the track that has nothing but the time code, or of the file
    internal static string? TimeCode(JsonElement[] streams, JsonElement video, JsonElement format)
    {
        var others = streams.Where(stream => Text(stream, "codec_type") == "data");
        return new[] { video }.Concat(others).Append(format)
            .Where(element => element.ValueKind == JsonValueKind.Object)
            .Select(element => element.TryGetProperty("tags", out var tags) ? Text(tags, "timecode") : "")
            .FirstOrDefault(text => text.Length > 0);
    }

    // newer versions of ffprobe write side data, older ones a tag
    private static double Rotation(JsonElement stream)
    {
        if (stream.TryGetProperty("side_data_list", out var list))
            foreach (var data in list.EnumerateArray())
                if (data.TryGetProperty("rotation", out _)) return Number(data, "rotation");
        return stream.TryGetProperty("tags", out var tags) && tags.TryGetProperty("rotate", out _) ? Number(tags, "rotate") : 0;
    }

    private static TimeSpan Offset(JsonElement stream, JsonElement format) =>
        Number(stream, "start_time") - Number(format, "start_time") is > 0 and < 1e9 and var seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;

    private static TimeSpan? Duration(JsonElement element) =>
        Number(element, "duration") is > 0 and < 1e9 and var seconds ? TimeSpan.FromSeconds(seconds) : null;

    private static double Ratio(string text) => FrameRate.Parse(text.Replace(':', '/'))?.PerSecond ?? 1;
}
