namespace Mmva.Data;

/// <summary>How the brightness of a video is coded.</summary>
internal enum DynamicRange
{
    Standard,

    /// <summary>SMPTE ST 2084, as in HDR10 and Dolby Vision.</summary>
    PerceptualQuantizer,

    /// <summary>ARIB STD-B67, as in broadcasts and on phones.</summary>
    HybridLogGamma,
}

/// <summary>What probing finds out about a video. Times count from the start of the file, where its first stream starts.</summary>
/// <param name="Info">The public part.</param>
/// <param name="Stream">The index of the stream that is the film.</param>
/// <param name="SoundStream">The index of the audio stream; only valid if there is one.</param>
/// <param name="Formats">The names of the container.</param>
/// <param name="Rate">The rate that has a frame for every image of the video, if it can be that of an ordinary video.</param>
/// <param name="FirstImage">When the images start.</param>
/// <param name="FirstSound">When the audio starts. In broadcasts it may start a moment before the images: then the times count from these.</param>
/// <param name="Range">How brightness is coded.</param>
/// <param name="IsInterlaced">Whether an image consists of two fields of different times.</param>
/// <param name="ClockShift">What is subtracted from the times of the file so that they count from the images.</param>
/// <param name="HasSoundLayout">Whether the positions of the audio channels are known.</param>
internal sealed record ProbedVideo(
    VideoInfo Info, int Stream, int SoundStream, string[] Formats, FrameRate Rate, TimeSpan FirstImage, TimeSpan FirstSound, TimeSpan ClockShift,
    DynamicRange Range, bool IsInterlaced, bool HasSoundLayout)
{
    // decoders hold several frames in memory: 8K has 33 million pixels
    private const string PixelLimit = "40000000";

    // files with an index, or with timestamps that grow with the position
    private static readonly string[] Seekable = ["mov", "matroska", "avi", "mxf", "asf", "flv"];

    /// <summary>
    /// Whether the clock may jump, as in broadcasts. ffmpeg then counts from the first stream that is read, and corrects jumps by the streams that it
    /// reads.
    /// </summary>
    public bool HasBroadcastClock => IsBroadcast(Formats);

    /// <summary>
    /// Whether decoding can start in the middle. In broadcasts ffmpeg goes to the next key frame instead of the previous one.
    /// </summary>
    public bool IsSeekable => Info.Duration is not null && Formats.Any(Seekable.Contains);

    public static bool IsBroadcast(string[] formats) => formats.Any(format => format is "mpegts" or "mpegtsraw" or "mpeg" or "vob");

    /// <summary>The arguments that open the video, up to <c>-i</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="start">Where to start: frames from the preceding key frame on have negative times.</param>
    public string[] Input(string path, TimeSpan? start = null) =>
    [
        // an offset of a microsecond: without one ffmpeg replaces the start of the file by that of the streams that are read
        .. HasBroadcastClock ? (string[])["-itsoffset", FfmpegArguments.Number(1e-6 - ClockShift.TotalSeconds)] : [],
        .. start is { } from ? (string[])["-noaccurate_seek", "-ss", FfmpegArguments.Seconds(from)] : [],
        "-max_pixels", PixelLimit, .. FfmpegProcess.Input(path, MediaFormats.VideoDemuxers),
    ];

    /// <summary>The arguments that read another stream along without decoding it, so that both streams have the same clock.</summary>
    public string[] AlongWith(int stream) => HasBroadcastClock && stream >= 0 ? ["-map", $"0:{stream}", "-c", "copy", "-f", "null", "-"] : [];
}
