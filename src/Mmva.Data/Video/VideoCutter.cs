using System.Globalization;
using System.Text;

namespace Mmva.Data;

/// <summary>A part of a video.</summary>
/// <param name="Start">Its begin, from the begin of the video.</param>
/// <param name="End">Its end, after its begin.</param>
public readonly record struct VideoPart(TimeSpan Start, TimeSpan End);

/// <summary>Cuts parts out of a video and joins them to a new one, through the program <c>ffmpeg</c>.</summary>
/// <remarks>
/// The pictures are encoded anew (H.264, at the video's mean frame rate, but 10 to 60 a second), so that parts begin exactly where they should; the first sound track is kept (AAC), unless it cannot be decoded.
/// Only what is near the parts is decoded, if the video says how long it is. Safe to use from several threads at once.
/// </remarks>
/// <param name="reader">Reads the video's headers.</param>
/// <param name="options">Where ffmpeg is; the defaults if absent.</param>
public sealed class VideoCutter(IVideoReader reader, VideoReaderOptions? options = null)
{
    // slides that last seconds are repeated: parts end where they should
    private const double MinFrameRate = 10, MaxFrameRate = 60;

    // Decoding begins a bit before a part: a picture that is shown when the part begins may have come before.
    private static readonly TimeSpan LeadIn = TimeSpan.FromSeconds(2);

    private static readonly string[] Extensions = [".mp4", ".m4v", ".mov", ".mkv"];

    private readonly VideoReaderOptions _options = options ?? new();

    /// <summary>Writes a video of the parts of another one.</summary>
    /// <param name="path">The video.</param>
    /// <param name="parts">One or more parts, in the order of time, none reaching into the next.</param>
    /// <param name="output">The new file: <c>.mp4</c>, <c>.m4v</c>, <c>.mov</c> or <c>.mkv</c>. It appears, or is replaced, when it is complete.</param>
    /// <param name="progress">Hears how much is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops at once and leaves nothing behind.</param>
    /// <exception cref="ArgumentException">There is no part, a part is empty or out of order, or the output is of another kind or the video itself.</exception>
    /// <exception cref="MediaException">The video cannot be read, or the new one not be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task CutAsync(string path, IReadOnlyList<VideoPart> parts, string output, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var joined = Joined(parts);
        output = Path.GetFullPath(output);
        var extension = Path.GetExtension(output).ToLowerInvariant();
        if (!Extensions.Contains(extension)) throw new ArgumentException($"'{output}' is to be a video of unknown kind: take {string.Join(", ", Extensions)}.", nameof(output));
        if (output == Path.GetFullPath(path)) throw new ArgumentException($"'{output}' is the video itself: a summary needs a file of its own.", nameof(output));

        var info = await reader.ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        if (!await HasReadableSoundAsync(path, info, cancellationToken).ConfigureAwait(false)) info = info with { Sound = null };
        var folder = CreateFolder(output);
        try
        {
            var list = new StringBuilder("ffconcat version 1.0\n");
            for (var i = 0; i < joined.Count; i++)
            {
                await RunAsync(path, PartArguments(path, joined[i], info, Path.Combine(folder, $"{i}.mkv")), cancellationToken).ConfigureAwait(false);
                list.Append(CultureInfo.InvariantCulture, $"file {i}.mkv\n");
                progress?.Report((i + 1.0) / (joined.Count + 1));
            }
            var (listPath, complete) = (Path.Combine(folder, "parts.txt"), Path.Combine(folder, "complete" + extension));
            await File.WriteAllTextAsync(listPath, list.ToString(), cancellationToken).ConfigureAwait(false);
            await RunAsync(path, ["-protocol_whitelist", "file", "-f", "concat", "-i", "file:" + listPath, "-c:v", "copy", "-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart", "file:" + complete], cancellationToken).ConfigureAwait(false);
            File.Move(complete, output, overwrite: true);
            progress?.Report(1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(output, $"cannot be written: {e.Message}", e);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<bool> HasReadableSoundAsync(string path, VideoInfo info, CancellationToken cancellationToken)
    {
        if (info.Sound is null) return false;
        try
        {
            await foreach (var _ in reader.ReadSoundAsync(path, TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false)) return true;
        }
        catch (MediaException)
        {
            // the pictures are worth having without it
        }
        return false;
    }

    private static string[] PartArguments(string path, VideoPart part, VideoInfo info, string output)
    {
        // what does not say how long it is has no index, and raw streams cannot be sought in at all: they are decoded from the beginning
        var leadIn = part.Start < LeadIn || info.Duration is null ? part.Start : LeadIn;
        string[] seek = leadIn == part.Start ? [] : ["-ss", Seconds(part.Start - leadIn)];
        var (skip, length) = (Seconds(leadIn), Seconds(part.End - part.Start));
        var rate = Math.Clamp(info.FrameRate, MinFrameRate, MaxFrameRate).ToString(CultureInfo.InvariantCulture);
        // H.264 wants even sides; what a video lacks at the end of a part is filled with its last picture, and with silence
        var pictures = $"fps=fps={rate}:start_time=0:eof_action=pass,tpad=stop_mode=clone:stop=-1,trim=start={skip}:duration={length},setpts=PTS-STARTPTS,scale=ceil(iw*sar/2)*2:ceil(ih/2)*2,setsar=1";
        string[] sound = info.Sound is null
            ? ["-an"]
            : ["-map", "0:a:0", "-af", $"aresample=async=1:first_pts=0,apad,atrim=start={skip}:duration={length},asetpts=PTS-STARTPTS", "-c:a", "pcm_s16le"];
        return
        [
            .. seek, "-max_pixels", VideoFormats.PixelLimit, .. FfmpegProcess.Input(path, VideoFormats.Containers), "-map", "0:V:0", "-vf", pictures, .. sound, "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-bf", "0", "-pix_fmt", "yuv420p", "-t", length, "file:" + output,
        ];
    }

    private async Task RunAsync(string path, string[] arguments, CancellationToken cancellationToken)
    {
        // the progress that ffmpeg writes shows that it is alive
        using var output = new VideoOutput(path, _options, _options.FfmpegPath, ["-nostdin", "-hide_banner", "-loglevel", "error", "-progress", "pipe:1", .. arguments]);
        var buffer = new byte[64];
        while (await output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0) { }
        await output.EndAsync(cancellationToken).ConfigureAwait(false);
    }

    private static List<VideoPart> Joined(IReadOnlyList<VideoPart> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("There is no part to cut out.", nameof(parts));
        var joined = new List<VideoPart>();
        foreach (var part in parts)
        {
            var before = joined.Count > 0 ? joined[^1].End : TimeSpan.Zero;
            if (part.Start < before || part.End <= part.Start)
                throw new ArgumentException($"The part from {part.Start:c} to {part.End:c} is empty, or begins before {before:c}, where the one before it ends.", nameof(parts));
            if (joined.Count > 0 && part.Start == before) joined[^1] = joined[^1] with { End = part.End };
            else joined.Add(part);
        }
        return joined;
    }

    // beside the output, because a file can be moved in one step within a volume only
    private static string CreateFolder(string output)
    {
        try
        {
            return Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(output)!, $".{Path.GetFileNameWithoutExtension(output)}-{Path.GetRandomFileName()}")).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(output, $"cannot be written: {e.Message}", e);
        }
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);
}
