using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace Mmva.Data;

/// <summary>Reads videos through the programs <c>ffmpeg</c> and <c>ffprobe</c>.</summary>
/// <remarks>Safe to use from several threads at once; each reading takes a process of its own, which lives as long as the loop over it.</remarks>
public sealed class VideoReader : IVideoReader
{
    private const double MaxFramesPerSecond = 60;

    private const int MaxAspect = 4, MaxProbeBytes = 1 << 20;

    // louder samples come from damage alone
    private const float LoudestSample = 16;

    private readonly VideoReaderOptions _options;

    /// <summary>Creates a reader.</summary>
    /// <param name="options">Limits, and where the programs are; the defaults if absent. Later changes of the object have no effect.</param>
    /// <exception cref="OptionsValidationException">A limit is out of its range.</exception>
    public VideoReader(VideoReaderOptions? options = null)
    {
        options ??= new();
        options.Validated(new VideoReaderOptionsValidator());
        _options = new()
        {
            ShortSide = options.ShortSide, MaxDuration = options.MaxDuration, StallTimeout = options.StallTimeout, FfmpegPath = options.FfmpegPath, FfprobePath = options.FfprobePath,
        };
    }

    /// <inheritdoc/>
    public async Task<VideoInfo> ProbeAsync(string path, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        MediaFile.Open(path).Dispose();
        using var output = new VideoOutput(path, _options, _options.FfprobePath, ["-v", "error", .. VideoProbe.Entries, .. FfmpegProcess.Input(path, VideoFormats.Containers)]);
        var json = new byte[MaxProbeBytes];
        var length = await output.ReadAsync(json, cancellationToken).ConfigureAwait(false);
        await output.EndAsync(cancellationToken).ConfigureAwait(false);
        var info = VideoProbe.Parse(json.AsMemory(0, length), path);
        return info.Duration > _options.MaxDuration ? throw TooLong(path) : info;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<VideoFrame> ReadFramesAsync(string path, double framesPerSecond = 2, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!(framesPerSecond is > 0 and <= MaxFramesPerSecond)) throw new ArgumentOutOfRangeException(nameof(framesPerSecond), framesPerSecond, $"Pictures a second: more than 0, up to {MaxFramesPerSecond}.");
        var (width, height) = SizeOf(await ProbeAsync(path, cancellationToken).ConfigureAwait(false));
        var rate = framesPerSecond.ToString(CultureInfo.InvariantCulture);
        // The filter fps gives each interval the last picture before its middle; "pass" keeps a video that is shorter than half an interval from giving nothing.
        var filter = $"fps=fps={rate}:start_time=0:eof_action=pass,crop=w='min(iw,{MaxAspect}*ih/sar)':h='min(ih,{MaxAspect}*iw*sar)',scale={width}:{height}:flags=bicubic+accurate_rnd";
        using var output = new VideoOutput(path, _options, _options.FfmpegPath,
            ["-nostdin", "-hide_banner", "-loglevel", "error", "-max_pixels", VideoFormats.PixelLimit, .. FfmpegProcess.Input(path, VideoFormats.Containers),
            "-map", "0:V:0", "-an", "-sn", "-dn", "-vf", filter, "-c:v", "rawvideo", "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1"]);
        for (long index = 0; ; index++)
        {
            var pixels = GC.AllocateUninitializedArray<byte>(3 * width * height);
            var length = await output.ReadAsync(pixels, cancellationToken).ConfigureAwait(false);
            if (length < pixels.Length)
            {
                await output.EndAsync(cancellationToken).ConfigureAwait(false);
                if (index == 0 || length > 0) throw new MediaException(path, "cannot be decoded as video: ffmpeg finds no picture in it.");
                yield break;
            }
            var time = TimeSpan.FromSeconds(index / framesPerSecond);
            if (time > _options.MaxDuration) throw TooLong(path);
            yield return new(time, new RgbImage(width, height, pixels));
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<VideoSound> ReadSoundAsync(string path, TimeSpan length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        var info = await ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        var (channels, rate) = info.Sound ?? throw new MediaException(path, "has no sound track.");
        var whole = (int)Math.Clamp(length.TotalSeconds * rate, 1, int.MaxValue / 2 / channels);
        using var output = new VideoOutput(path, _options, _options.FfmpegPath,
            ["-nostdin", "-hide_banner", "-loglevel", "error", .. FfmpegProcess.Input(path, VideoFormats.Containers),
            "-map", "0:a:0", "-vn", "-sn", "-dn", "-af", "aresample=async=1:first_pts=0", "-ac", $"{channels}", "-ar", $"{rate}", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1"]);
        var bytes = new byte[sizeof(float) * channels * whole];
        for (long index = 0; ; index++)
        {
            var samples = await output.ReadAsync(bytes, cancellationToken).ConfigureAwait(false) / sizeof(float) / channels;
            var time = TimeSpan.FromSeconds((double)index * whole / rate);
            if (time > _options.MaxDuration) throw TooLong(path);
            if (samples >= (whole + 1) / 2 || (index == 0 && samples > 0)) yield return new(time, new Waveform(Mix(bytes, samples, channels), rate));
            if (samples == whole) continue;
            await output.EndAsync(cancellationToken).ConfigureAwait(false);
            if (index == 0 && samples == 0) throw new MediaException(path, "has a sound track that cannot be decoded.");
            yield break;
        }
    }

    /// <summary>The size of the pictures: the shape of the video, but no longer than four times its short side.</summary>
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

    private MediaException TooLong(string path) => new(path, $"is longer than {nameof(VideoReaderOptions)}.{nameof(VideoReaderOptions.MaxDuration)} = {_options.MaxDuration:c} allows.");
}
