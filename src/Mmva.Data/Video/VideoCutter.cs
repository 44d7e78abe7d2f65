using Microsoft.Extensions.Options;
using Mmva.Files;

namespace Mmva.Data;

/// <summary>Cuts parts out of a video and joins them to a new one, through the <c>ffmpeg</c> program.</summary>
/// <remarks>
/// Parts start and end with frames of the video, and the audio is cut at the same samples, so that both stay together over any number of parts. The
/// frames are encoded again (H.264, 8 bits): at the video's rate, or a multiple from 10 to 60 per second; without interlacing; high dynamic range is
/// converted to BT.709. The first audio track is kept (AAC), unless it cannot be decoded; unusual channel layouts become stereo or mono.
/// Only the neighborhood of the parts is decoded, if the file has an index; broadcasts and raw streams are decoded from the start. The new file is
/// checked before it appears. Safe to use from several threads at once.
/// </remarks>
public sealed class VideoCutter
{
    private static readonly string[] Extensions = [".mp4", ".m4v", ".mov", ".mkv"];

    private readonly IVideoReader _reader;
    private readonly VideoReaderOptions _options;

    /// <summary>Creates a cutter.</summary>
    /// <param name="reader">Reads the video's audio.</param>
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
    /// <exception cref="MediaException">
    /// The video cannot be read or has no images in a part, or the new one cannot be written or is not what it should be.
    /// </exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task CutAsync(
        string path, IReadOnlyList<VideoPart> parts, string output, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        Check(parts);
        output = Path.GetFullPath(output);
        var extension = Path.GetExtension(output).ToLowerInvariant();
        if (!Extensions.Contains(extension))
            throw new ArgumentException($"'{output}' has an unsupported extension; use {string.Join(", ", Extensions)}.", nameof(output));
        if (IsSame(path, output)) throw new ArgumentException($"'{output}' is the video itself; write to another file.", nameof(output));

        var video = await VideoProbe.ReadAsync(path, _options, cancellationToken).ConfigureAwait(false);
        if (!await HasReadableAudioAsync(path, video.Info, cancellationToken).ConfigureAwait(false))
            video = video with { Info = video.Info with { Sound = null } };
        // next to the output, because a file can be moved in one step only within a volume
        var folder = Path.Combine(Path.GetDirectoryName(output)!, $".cut-{Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(folder);
            var complete = Path.Combine(folder, "complete" + extension);
            await new Cut(path, video, new CutPlan(video, parts), folder, complete, output, _options, progress)
                .RunAsync(cancellationToken).ConfigureAwait(false);
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

    private static void Check(IReadOnlyList<VideoPart> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("There are no parts to cut out.", nameof(parts));
        var before = TimeSpan.Zero;
        foreach (var part in parts)
        {
            if (part.Start < before || part.End <= part.Start)
            {
                throw new ArgumentException(
                    $"The part from {part.Start:c} to {part.End:c} is empty, or starts before {before:c}, where the previous one ends.",
                    nameof(parts));
            }
            before = part.End;
        }
    }

    private static bool IsSame(string path, string output)
    {
        try
        {
            return output == Path.GetFullPath(path) || RegularFile.Of(output).FullName == RegularFile.Of(path).FullName;
        }
        catch (IOException)
        {
            return false; // links that cannot be followed
        }
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
}
