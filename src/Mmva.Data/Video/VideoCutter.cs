using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Cuts parts out of a video and joins them to a new one, through the <c>ffmpeg</c> program.</summary>
/// <remarks>
/// The frames are encoded again (H.264, at the video's mean frame rate, but 10 to 60 per second), so that parts start exactly where they should.
/// The first audio track is kept (AAC), unless it cannot be decoded. Only the neighborhood of the parts is decoded, if the video states its duration.
/// Safe to use from several threads at once.
/// </remarks>
public sealed class VideoCutter
{
    // slides that last seconds are repeated: parts end where they should
    private const double MinFrameRate = 10, MaxFrameRate = 60;

    // Decoding starts shortly before a part: the frame that is shown when the part starts may have come earlier.
    private static readonly TimeSpan LeadIn = TimeSpan.FromSeconds(2);

    private static readonly string[] Extensions = [".mp4", ".m4v", ".mov", ".mkv"];

    private readonly IVideoReader _reader;
    private readonly VideoReaderOptions _options;

    /// <summary>Creates a cutter.</summary>
    /// <param name="reader">Reads the video's headers.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults. They are copied: later changes have no effect.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public VideoCutter(IVideoReader reader, VideoReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _reader = reader;
        _options = (options?.Clone() ?? new()).Validated(new VideoReaderOptionsValidator());
    }

    /// <summary>Writes a video of the parts of another one.</summary>
    /// <param name="path">The video.</param>
    /// <param name="parts">One or more parts, in order of time, without overlap.</param>
    /// <param name="output">The new file (<c>.mp4</c>, <c>.m4v</c>, <c>.mov</c> or <c>.mkv</c>), written or replaced when it is complete.</param>
    /// <param name="progress">Receives the finished share, from 0 to 1; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. Nothing is left behind.</param>
    /// <exception cref="ArgumentException">
    /// There are no parts, a part is empty or out of order, or the output has another extension or is the video itself.
    /// </exception>
    /// <exception cref="MediaException">The video cannot be read, or the new one cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task CutAsync(
        string path, IReadOnlyList<VideoPart> parts, string output, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var joined = Join(parts);
        output = Path.GetFullPath(output);
        var extension = Path.GetExtension(output).ToLowerInvariant();
        if (!Extensions.Contains(extension))
            throw new ArgumentException($"'{output}' has an unsupported extension; use {string.Join(", ", Extensions)}.", nameof(output));
        if (output == Path.GetFullPath(path)) throw new ArgumentException($"'{output}' is the video itself; write to another file.", nameof(output));

        var info = await _reader.ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        if (!await HasReadableAudioAsync(path, info, cancellationToken).ConfigureAwait(false)) info = info with { Sound = null };
        // next to the output, because a file can be moved in one step only within a volume
        var folder = Path.Combine(Path.GetDirectoryName(output)!, $".{Path.GetFileNameWithoutExtension(output)}-{Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(folder);
            var list = new StringBuilder("ffconcat version 1.0\n");
            for (var i = 0; i < joined.Count; i++)
            {
                await RunAsync(path, PartArguments(path, joined[i], info, Path.Combine(folder, $"{i}.mkv")), cancellationToken).ConfigureAwait(false);
                list.Append(CultureInfo.InvariantCulture, $"file {i}.mkv\n");
                progress?.Report((i + 1.0) / (joined.Count + 1));
            }
            var (listPath, complete) = (Path.Combine(folder, "parts.txt"), Path.Combine(folder, "complete" + extension));
            await File.WriteAllTextAsync(listPath, list.ToString(), cancellationToken).ConfigureAwait(false);
            await RunAsync(path, JoinArguments(listPath, complete), cancellationToken).ConfigureAwait(false);
            using (var file = new FileStream(complete, FileMode.Open, FileAccess.ReadWrite)) file.Flush(flushToDisk: true);
            File.Move(complete, output, overwrite: true);
            progress?.Report(1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(output, $"cannot be written: {e.Message}", e);
        }
        finally
        {
            TryDelete(folder);
        }
    }

    private async Task<bool> HasReadableAudioAsync(string path, VideoInfo info, CancellationToken cancellationToken)
    {
        if (info.Sound is null) return false;
        try
        {
            await foreach (var _ in _reader.ReadSoundAsync(path, TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false)) return true;
        }
        catch (MediaException)
        {
            // the frames are useful without it
        }
        return false;
    }

    private static string[] PartArguments(string path, VideoPart part, VideoInfo info, string output)
    {
        // files without a duration have no index, and raw streams are not seekable: they are decoded from the start
        var leadIn = part.Start < LeadIn || info.Duration is null ? part.Start : LeadIn;
        string[] seek = leadIn == part.Start ? [] : ["-ss", Seconds(part.Start - leadIn)];
        var (skip, length) = (Seconds(leadIn), Seconds(part.End - part.Start));
        var rate = Math.Clamp(info.FrameRate, MinFrameRate, MaxFrameRate).ToString(CultureInfo.InvariantCulture);
        // H.264 needs even sides; what a video lacks at the end of a part is filled with its last frame, and with silence
        var frames = $"fps=fps={rate}:start_time=0:eof_action=pass,tpad=stop_mode=clone:stop=-1,trim=start={skip}:duration={length},"
            + "setpts=PTS-STARTPTS,scale=ceil(iw*sar/2)*2:ceil(ih/2)*2,setsar=1";
        var samples = $"aresample=async=1:first_pts=0,apad,atrim=start={skip}:duration={length},asetpts=PTS-STARTPTS";
        string[] audio = info.Sound is null ? ["-an"] : ["-map", "0:a:0", "-af", samples, "-c:a", "pcm_s16le"];
        return
        [
            .. seek, "-max_pixels", VideoFormats.PixelLimit, .. FfmpegProcess.Input(path, VideoFormats.Containers),
            "-map", "0:V:0", "-vf", frames, .. audio, "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-bf", "0", "-pix_fmt", "yuv420p", "-t", length, "file:" + output,
        ];
    }

    private static string[] JoinArguments(string list, string output) =>
    [
        "-protocol_whitelist", "file", "-f", "concat", "-i", "file:" + list,
        "-c:v", "copy", "-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart", "file:" + output,
    ];

    private async Task RunAsync(string path, string[] arguments, CancellationToken cancellationToken)
    {
        // the progress that ffmpeg writes shows that it is alive
        using var output = VideoOutput.OfFfmpeg(path, _options, ["-progress", "pipe:1", .. arguments]);
        var buffer = new byte[64];
        while (await output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0) { }
        await output.EndAsync(cancellationToken).ConfigureAwait(false);
    }

    private static List<VideoPart> Join(IReadOnlyList<VideoPart> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("There are no parts to cut out.", nameof(parts));
        var joined = new List<VideoPart>();
        foreach (var part in parts)
        {
            var before = joined.Count > 0 ? joined[^1].End : TimeSpan.Zero;
            if (part.Start < before || part.End <= part.Start)
            {
                throw new ArgumentException(
                    $"The part from {part.Start:c} to {part.End:c} is empty, or starts before {before:c}, where the previous one ends.",
                    nameof(parts));
            }
            if (joined.Count > 0 && part.Start == before) joined[^1] = joined[^1] with { End = part.End };
            else joined.Add(part);
        }
        return joined;
    }

    // cleanup that fails must not hide the first error
    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);
}
