using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>Encodes the pictures of a slideshow as H.264, each with black bars and exactly as many frames as it is shown for.</summary>
internal sealed class SlideImages(
    IImageDecoder decoder, string folder, string output, SoundtrackVideoOptions format, VideoReaderOptions options)
{
    /// <summary>The frame at a time.</summary>
    public static long FrameAt(TimeSpan time, int framesPerSecond) => (long)Math.Round(time.TotalSeconds * framesPerSecond);

    /// <param name="slides">The pictures.</param>
    /// <param name="path">The file: H.264 without container.</param>
    /// <param name="progress">Receives the number of finished frames; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="MediaException">A picture cannot be decoded.</exception>
    public async Task WriteAsync(IEnumerable<SoundtrackSlide> slides, string path, Action<long>? progress, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        foreach (var slide in slides)
        {
            var end = FrameAt(slide.End, format.FramesPerSecond);
            var frames = end - FrameAt(slide.Start, format.FramesPerSecond);
            if (frames == 0) continue; // shorter than a frame
            var encoded = await EncodeAsync(slide.Picture.Path, frames, cancellationToken).ConfigureAwait(false);
            await using (var stream = File.OpenRead(encoded)) await stream.CopyToAsync(file, cancellationToken).ConfigureAwait(false);
            progress?.Invoke(end);
        }
    }

    private async Task<string> EncodeAsync(string picture, long frames, CancellationToken cancellationToken)
    {
        var (pixels, encoded) = (Path.Combine(folder, "slide.rgb"), Path.Combine(folder, "slide.h264"));
        var image = await decoder.DecodeAsync(picture, cancellationToken).ConfigureAwait(false);
        await using (var raw = File.Create(pixels)) await raw.WriteAsync(image.Pixels, cancellationToken).ConfigureAwait(false);
        var scale = Math.Min((double)format.Width / image.Width, (double)format.Height / image.Height);
        var (width, height) = (Even(image.Width * scale, format.Width), Even(image.Height * scale, format.Height));
        string[] filters =
        [
            $"scale={width}:{height}:flags=lanczos:out_color_matrix=bt709:out_range=tv", "format=yuv420p",
            $"pad={format.Width}:{format.Height}:{(format.Width - width) / 4 * 2}:{(format.Height - height) / 4 * 2}", "setsar=1",
            "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709", "loop=loop=-1:size=1",
            $"setpts=N/({format.FramesPerSecond}*TB)",
        ];
        string[] arguments =
        [
            "-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", $"{image.Width}x{image.Height}", "-framerate", $"{format.FramesPerSecond}",
            "-i", "file:" + pixels, "-vf", string.Join(',', filters), "-frames:v", $"{frames}",
            "-c:v", "libx264", "-preset", "veryfast", "-tune", "stillimage", "-crf", "20", "-bf", "0", "-f", "h264", "file:" + encoded,
        ];
        await FfmpegRun.RunAsync(picture, output, "image", options, arguments, position: null, cancellationToken).ConfigureAwait(false);
        return encoded;
    }

    private static int Even(double side, int most) => Math.Clamp((int)Math.Round(side / 2) * 2, 2, most);
}
