using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>Writes a soundtrack as a video: a slideshow of its pictures, or the video whose shots it is for, with the music.</summary>
/// <remarks>
/// Pictures are shown in full, upright, at the frames nearest to their times (H.264). Tracks have the same loudness (−16 LUFS by ITU-R BS.1770, as
/// far as 12 dB more and their peaks allow), fade over into each other, and end with the last frame (AAC, stereo, 48 kHz). The images of a video are
/// copied without loss where MP4 can hold them. The file is checked before it appears. Needs the programs ffmpeg and ffprobe. Safe to use from
/// several threads at once.
/// </remarks>
public sealed class SoundtrackVideoWriter
{
    private const double MusicShare = 0.2, JoiningShare = 0.05;

    private static readonly string[] Extensions = [".mp4", ".m4v", ".mov", ".mkv"];

    private readonly IImageDecoder _decoder;
    private readonly VideoReaderOptions _options;

    /// <summary>Creates the writer.</summary>
    /// <param name="decoder">Decodes pictures.</param>
    /// <param name="options">The paths of ffmpeg and ffprobe, or <see langword="null"/> for the defaults. They are copied.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public SoundtrackVideoWriter(IImageDecoder decoder, VideoReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        _decoder = decoder;
        _options = (options?.Clone() ?? new()).Validated(new VideoReaderOptionsValidator());
    }

    /// <summary>Writes the video.</summary>
    /// <param name="soundtrack">The soundtrack.</param>
    /// <param name="output">The new file (<c>.mp4</c>, <c>.m4v</c>, <c>.mov</c> or <c>.mkv</c>), written or replaced when it is complete.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Receives the finished share, from 0 to 1; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. Nothing is left behind.</param>
    /// <exception cref="ArgumentException">The output has another extension, or is one of the inputs.</exception>
    /// <exception cref="MediaException">An input cannot be read, or the video cannot be written or is not what it should be.</exception>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public async Task WriteAsync(
        Soundtrack soundtrack, string output, SoundtrackVideoOptions? options = null, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(soundtrack);
        ArgumentException.ThrowIfNullOrEmpty(output);
        var format = (options ?? new()).Validated(new SoundtrackVideoOptionsValidator());
        output = Path.GetFullPath(output);
        var extension = Path.GetExtension(output).ToLowerInvariant();
        if (!Extensions.Contains(extension))
            throw new ArgumentException($"'{output}' has an unsupported extension; use {string.Join(", ", Extensions)}.", nameof(output));
        if (soundtrack.Slides.Select(slide => slide.Picture.Path).Concat(soundtrack.Parts.Select(part => part.Track.Path)).Any(IsOutput))
            throw new ArgumentException($"'{output}' is one of the inputs; write to another file.", nameof(output));

        // next to the output, because a file can be moved in one step only within a volume
        var folder = Path.Combine(Path.GetDirectoryName(output)!, $".soundtrack-{Path.GetRandomFileName()}");
        try
        {
            Directory.CreateDirectory(folder);
            var complete = Path.Combine(folder, "complete" + extension);
            if (soundtrack.Video is { } video)
                await WriteVideoAsync(soundtrack, video, folder, complete, output, format, progress, cancellationToken).ConfigureAwait(false);
            else await WriteSlidesAsync(soundtrack, folder, complete, output, format, progress, cancellationToken).ConfigureAwait(false);
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

        bool IsOutput(string path)
        {
            try
            {
                return output == Path.GetFullPath(path)
                    || (File.Exists(output) && RegularFile.Of(output).FullName == RegularFile.Of(path).FullName);
            }
            catch (IOException)
            {
                return false; // links that cannot be followed
            }
        }
    }

    private async Task WriteSlidesAsync(
        Soundtrack soundtrack, string folder, string complete, string output, SoundtrackVideoOptions format, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var (images, music) = (Path.Combine(folder, "images.h264"), Path.Combine(folder, "music.pcm"));
        var frames = Math.Max(1, SlideImages.FrameAt(soundtrack.Length, format.FramesPerSecond));
        var samples = frames * MusicMix.SampleRate / format.FramesPerSecond;
        await new MusicMix(folder, output, _options).WriteAsync(
            soundtrack, samples, music, done => progress?.Report(MusicShare * done), cancellationToken).ConfigureAwait(false);
        await new SlideImages(_decoder, folder, output, format, _options).WriteAsync(
            soundtrack.Slides, images, done => progress?.Report(MusicShare + ((1 - MusicShare - JoiningShare) * done / frames)), cancellationToken)
            .ConfigureAwait(false);
        string[] arguments =
        [
            "-framerate", $"{format.FramesPerSecond}", "-f", "h264", "-i", "file:" + images, .. Input(music),
            "-map", "0:v", "-c:v", "copy", "-map", "1:a", .. Aac, "file:" + complete,
        ];
        await FfmpegRun.RunAsync(output, output, "video", _options, arguments, position: null, cancellationToken).ConfigureAwait(false);
        await RenderedVideo.CheckAsync(complete, output, frames, samples, _options, cancellationToken).ConfigureAwait(false);
    }

    private async Task WriteVideoAsync(
        Soundtrack soundtrack, string video, string folder, string complete, string output, SoundtrackVideoOptions format,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var probed = await VideoProbe.ReadAsync(video, _options, cancellationToken).ConfigureAwait(false);
        var music = Path.Combine(folder, "music.pcm");
        var samples = (long)Math.Round(soundtrack.Length.TotalSeconds * MusicMix.SampleRate);
        await new MusicMix(folder, output, _options).WriteAsync(
            soundtrack, samples, music, done => progress?.Report(MusicShare * done), cancellationToken).ConfigureAwait(false);
        string[] sound = format.KeepSound && probed.Info.Sound is not null
            ?
            [
                "-filter_complex",
                $"[0:{probed.SoundStream}]{SoundStart.Filter(probed)},aresample={MusicMix.SampleRate},"
                + "aformat=sample_fmts=fltp:channel_layouts=stereo,apad[own];[1:a]volume=-10dB[music];"
                + "[own][music]amix=inputs=2:duration=shortest:normalize=0,alimiter=limit=0.9:level=disabled[mix]",
                "-map", "[mix]",
            ]
            : ["-map", "1:a"];
        string[] arguments =
        [
            .. FfmpegProcess.Input(video, MediaFormats.VideoDemuxers), .. Input(music), "-map", $"0:{probed.Stream}",
            .. await ImagesAsync(video, probed, cancellationToken).ConfigureAwait(false), .. sound, .. Aac, "file:" + complete,
        ];
        await FfmpegRun.RunAsync(
            video, output, "video", _options, arguments,
            position => progress?.Report(Math.Min(1, MusicShare + ((1 - MusicShare) * position / soundtrack.Length.TotalSeconds))),
            cancellationToken).ConfigureAwait(false);
        await RenderedVideo.CheckAsync(complete, output, frames: null, samples, _options, cancellationToken).ConfigureAwait(false);
    }

    private static string[] Aac => ["-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart"];

    private static string[] Input(string music) =>
        ["-f", "f32le", "-ar", $"{MusicMix.SampleRate}", "-ac", $"{MusicMix.Channels}", "-i", "file:" + music];

    /// <summary>How the images of a video are written: copied where MP4 can hold them, otherwise encoded again.</summary>
    private async Task<string[]> ImagesAsync(string video, ProbedVideo probed, CancellationToken cancellationToken)
    {
        string[] entries = ["-select_streams", $"{probed.Stream}", "-show_entries", "stream=codec_name", "-of", "json"];
        var json = await VideoProbe.OutputAsync(video, _options, entries, cancellationToken).ConfigureAwait(false);
        using var document = VideoProbe.Document(json, video);
        return VideoProbe.Text(document.RootElement.GetProperty("streams")[0], "codec_name") switch
        {
            "hevc" => ["-c:v", "copy", "-tag:v", "hvc1"],
            "h264" or "av1" or "vp9" or "mpeg4" => ["-c:v", "copy"],
            _ => ["-vf", "scale=trunc((iw+1)/2)*2:trunc((ih+1)/2)*2,format=yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20"],
        };
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
