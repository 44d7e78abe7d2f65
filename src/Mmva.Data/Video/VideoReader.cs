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

    private const int MaxAspect = 4;

    // louder samples occur only in damaged files
    private const float LoudestSample = 16;

    private readonly VideoReaderOptions _options;

    /// <summary>Creates a reader.</summary>
    /// <param name="options">The options, or <see langword="null"/> for the defaults. They are copied: later changes have no effect.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public VideoReader(VideoReaderOptions? options = null) => _options = (options?.Clone() ?? new()).Validated(new VideoReaderOptionsValidator());

    /// <inheritdoc/>
    public async Task<VideoInfo> ProbeAsync(string path, CancellationToken cancellationToken = default) =>
        (await VideoProbe.ReadAsync(path, _options, cancellationToken).ConfigureAwait(false)).Info;

    /// <inheritdoc/>
    public async IAsyncEnumerable<VideoFrame> ReadFramesAsync(
        string path, double framesPerSecond = 2, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!(framesPerSecond is > 0 and <= MaxFramesPerSecond))
            throw new ArgumentOutOfRangeException(
                nameof(framesPerSecond), framesPerSecond, $"Frames per second must be above 0 and at most {MaxFramesPerSecond}.");
        var video = await VideoProbe.ReadAsync(path, _options, cancellationToken).ConfigureAwait(false);
        var (width, height) = SizeOf(video.Info);
        using var toneMapping = ToneMapping.For(video.Range);
        var rate = framesPerSecond.ToString(CultureInfo.InvariantCulture);
        var isCropped = video.Info.Width >= MaxAspect * video.Info.Height || video.Info.Height >= MaxAspect * video.Info.Width;
        // The fps filter selects the last frame before the middle of each interval; with "pass", a video shorter than half an interval still has
        // a frame.
        var filters = $"[0:{video.Stream}]split[frames][clock];[clock]{ImageTimes.Filters}[times];"
            + $"[frames]fps=fps={rate}:start_time=0:eof_action=pass,"
            + (isCropped ? $"crop=w='min(iw,{MaxAspect}*ih/sar)':h='min(ih,{MaxAspect}*iw*sar)'," : "")
            + $"scale={width}:{height}:flags=bicubic+accurate_rnd"
            + (toneMapping is null ? "[images]" : $"{ToneMapping.Matrix},{toneMapping.Filters}[images]");
        string[] arguments =
        [
            // a size that changes in the middle, as in a joined broadcast, would start the filters anew, and with them the count of frames
            .. isCropped ? (string[])[] : ["-reinit_filter:v", "0"],
            .. video.Input(path), "-filter_complex", filters, "-map", "[images]", "-c:v", "rawvideo", "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1",
            .. ImageTimes.Output("[times]"), .. video.AlongWith(video.SoundStream),
        ];
        var times = new ImageTimes();
        using var output = VideoOutput.OfFfmpeg(path, _options, arguments, times.IsReport);
        VideoFrame? before = null;
        for (long index = 0; ; index++)
        {
            var pixels = GC.AllocateUninitializedArray<byte>(3 * width * height);
            var length = await output.ReadAsync(pixels, cancellationToken).ConfigureAwait(false);
            if (length < pixels.Length)
            {
                await output.EndAsync(cancellationToken).ConfigureAwait(false);
                if (before is null || length > 0) throw new MediaException(path, "cannot be decoded as video: ffmpeg found no frames in it.");
                yield return before with { End = TimeSpan.FromSeconds(times.End) };
                yield break;
            }
            if (before is not null) yield return before;
            before = new(TimeSpan.FromSeconds(index / framesPerSecond), new RgbImage(width, height, pixels));
            if (before.Time > _options.MaxDuration) throw TooLong(path);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<VideoSound> ReadSoundAsync(
        string path, TimeSpan length, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        var video = await VideoProbe.ReadAsync(path, _options, cancellationToken).ConfigureAwait(false);
        var (channels, rate) = video.Info.Sound ?? throw new MediaException(path, "has no audio track.");
        var whole = (int)Math.Clamp(length.TotalSeconds * rate, 1, int.MaxValue / 2 / channels);
        string[] arguments =
        [
            .. video.Input(path), "-map", $"0:{video.SoundStream}", "-vn", "-sn", "-dn", "-af", SoundStart.Filter(video),
            "-ac", $"{channels}", "-ar", $"{rate}", "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1", .. video.AlongWith(video.Stream),
        ];
        using var output = VideoOutput.OfFfmpeg(path, _options, arguments);
        var silence = SoundStart.Silence(video, rate) * channels * sizeof(float);
        if (silence < 0) await output.ReadAsync(new byte[-silence], cancellationToken).ConfigureAwait(false); // audio before the images
        silence = Math.Max(silence, 0);
        var bytes = new byte[sizeof(float) * channels * whole];
        for (long index = 0; ; index++)
        {
            var silent = (int)Math.Min(silence, bytes.Length);
            bytes.AsSpan(0, silent).Clear();
            silence -= silent;
            var read = silent < bytes.Length ? await output.ReadAsync(bytes.AsMemory(silent), cancellationToken).ConfigureAwait(false) : 0;
            if (index == 0 && silent < bytes.Length && read == 0) silent = 0; // there is no audio behind the silence
            var samples = (silent + read) / sizeof(float) / channels;
            var time = TimeSpan.FromSeconds((double)index * whole / rate);
            if (time > _options.MaxDuration) throw TooLong(path);
            if (samples >= (whole + 1) / 2 || (index == 0 && samples > 0))
                yield return new(time, ChannelMix.Read(mix => new Waveform(Mix(bytes, samples, channels, mix), rate))!);
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

    private static float[] Mix(ReadOnlySpan<byte> bytes, int samples, int channels, ChannelMix mix)
    {
        var mono = new float[samples];
        mix.Mix(MemoryMarshal.Cast<byte, float>(bytes)[..(samples * channels)], channels, mono);
        foreach (ref var x in mono.AsSpan()) x = float.IsFinite(x) ? Math.Clamp(x, -LoudestSample, LoudestSample) : 0;
        return mono;
    }

    private MediaException TooLong(string path) => MediaLimits.TooLong(path, _options.MaxDuration, nameof(VideoReaderOptions));
}
