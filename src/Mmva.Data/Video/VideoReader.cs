using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Reads videos through the programs <c>ffmpeg</c> and <c>ffprobe</c>.</summary>
/// <remarks>Safe to use from several threads at once; each enumeration takes a process, which lives as long as the loop over it.</remarks>
public sealed class VideoReader : IVideoReader
{
    private const double MaxFramesPerSecond = 60;

    private const int MaxAspect = 4, MaxProbeBytes = 1 << 20;

    // louder samples occur only in damaged files
    private const float LoudestSample = 16;

    private readonly VideoReaderOptions _options;

    /// <summary>Creates a reader.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults. They are copied: later changes have no effect.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public VideoReader(VideoReaderOptions? options = null) => _options = (options?.Clone() ?? new()).Validated(new VideoReaderOptionsValidator());

    /// <inheritdoc/>
    public async Task<VideoInfo> ProbeAsync(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MediaFile.Open(path).Dispose();
        string[] arguments = ["-v", "error", .. VideoProbe.Entries, .. FfmpegProcess.Input(path, VideoFormats.Containers)];
        using var output = VideoOutput.OfFfprobe(path, _options, arguments);
        var json = new byte[MaxProbeBytes];
        var length = await output.ReadAsync(json, cancellationToken).ConfigureAwait(false);
        await output.EndAsync(cancellationToken).ConfigureAwait(false);
        var info = VideoProbe.Parse(json.AsMemory(0, length), path);
        return info.Duration > _options.MaxDuration ? throw TooLong(path) : info;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<VideoFrame> ReadFramesAsync(
        string path, double framesPerSecond = 2, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!(framesPerSecond is > 0 and <= MaxFramesPerSecond))
            throw new ArgumentOutOfRangeException(
                nameof(framesPerSecond), framesPerSecond, $"Frames per second must be above 0 and at most {MaxFramesPerSecond}.");
        var (width, height) = SizeOf(await ProbeAsync(path, cancellationToken).ConfigureAwait(false));
        var rate = framesPerSecond.ToString(CultureInfo.InvariantCulture);
        // The fps filter selects the last frame before the middle of each interval; with "pass", a video shorter than half an interval still has
        // a frame.
        var filter = $"fps=fps={rate}:start_time=0:eof_action=pass,crop=w='min(iw,{MaxAspect}*ih/sar)':h='min(ih,{MaxAspect}*iw*sar)',"
            + $"scale={width}:{height}:flags=bicubic+accurate_rnd";
        string[] arguments =
        [
            "-max_pixels", VideoFormats.PixelLimit, .. FfmpegProcess.Input(path, VideoFormats.Containers), "-map", "0:V:0", "-an", "-sn", "-dn",
            "-vf", filter, "-c:v", "rawvideo", "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1",
        ];
        using var output = VideoOutput.OfFfmpeg(path, _options, arguments);
        for (long index = 0; ; index++)
        {
            var pixels = GC.AllocateUninitializedArray<byte>(3 * width * height);
            var length = await output.ReadAsync(pixels, cancellationToken).ConfigureAwait(false);
            if (length < pixels.Length)
            {
                await output.EndAsync(cancellationToken).ConfigureAwait(false);
                if (index == 0 || length > 0) throw new MediaException(path, "cannot be decoded as video: ffmpeg found no frames in it.");
                yield break;
            }
            var time = TimeSpan.FromSeconds(index / framesPerSecond);
            if (time > _options.MaxDuration) throw TooLong(path);
            yield return new(time, new RgbImage(width, height, pixels));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<VideoSound> ReadSoundAsync(
        string path, TimeSpan length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        var info = await ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        var (channels, rate) = info.Sound ?? throw new MediaException(path, "has no audio track.");
        var whole = (int)Math.Clamp(length.TotalSeconds * rate, 1, int.MaxValue / 2 / channels);
        string[] arguments =
        [
            .. FfmpegProcess.Input(path, VideoFormats.Containers), "-map", "0:a:0", "-vn", "-sn", "-dn", "-af", "aresample=async=1:first_pts=0",
            "-ac", $"{channels}", "-ar", $"{rate}", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1",
        ];
        using var output = VideoOutput.OfFfmpeg(path, _options, arguments);
        var bytes = new byte[sizeof(float) * channels * whole];
        for (long index = 0; ; index++)
        {
            var samples = await output.ReadAsync(bytes, cancellationToken).ConfigureAwait(false) / sizeof(float) / channels;
            var time = TimeSpan.FromSeconds((double)index * whole / rate);
            if (time > _options.MaxDuration) throw TooLong(path);
            if (samples >= (whole + 1) / 2 || (index == 0 && samples > 0))
                yield return new(time, new Waveform(Mix(bytes, samples, channels), rate));
            if (samples == whole) continue;
            await output.EndAsync(cancellationToken).ConfigureAwait(false);
            if (index == 0 && samples == 0) throw new MediaException(path, "has an audio track that cannot be decoded.");
            yield break;
        }
    }

    /// <summary>The size of the frames: the aspect ratio of the video, but at most four times as long as the short side.</summary>
    private (int Width, int Height) SizeOf(VideoInfo info)
    {
        var side = _options.ShortSide;
        var aspect = Math.Clamp((double)info.Width / info.Height, 1.0 / MaxAspect, MaxAspect);
        return aspect >= 1 ? ((int)Math.Round(side * aspect), side) : (side, (int)Math.Round(side / aspect));
    }

    private static float[] Mix(ReadOnlySpan<byte> bytes, int samples, int channels)
    {
        var interleaved = MemoryMarshal.Cast<byte, float>(bytes);
        var mono = new float[samples];
        for (var i = 0; i < samples; i++)
        {
            float sum = 0;
            foreach (var x in interleaved.Slice(i * channels, channels)) sum += x;
            mono[i] = float.IsFinite(sum) ? Math.Clamp(sum / channels, -LoudestSample, LoudestSample) : 0;
        }
        return mono;
    }

    private MediaException TooLong(string path) => MediaLimits.TooLong(path, _options.MaxDuration, nameof(VideoReaderOptions));
}
