using Mmva.TestSupport;

namespace Mmva.Data.Tests.Video;

/// <summary>Which track of a file is the film.</summary>
public sealed class VideoTracksTests : IDisposable
{
    private static readonly VideoReader Reader = new();

    private static readonly string[] Film = ["-f", "lavfi", "-i", "color=blue:s=64x36:r=25:d=4", "-f", "lavfi", "-i", "sine=d=4"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("first.mp4", true, "mjpeg", "0")]
    [InlineData("first.mkv", true, "mjpeg", "0")]
    [InlineData("first.mov", true, "png", "0")]
    [InlineData("first.mkv", true, "libx264", "0")]
    [InlineData("second.mp4", false, "mjpeg", "0")]
    [InlineData("attached.mp4", true, "mjpeg", "attached_pic")]
    [InlineData("attached.mp4", false, "png", "default+attached_pic")]
    public async Task A_cover_is_not_the_film(string name, bool first, string codec, string disposition)
    {
        string[] order = first ? ["-map", "2:v", "-map", "0:v"] : ["-map", "0:v", "-map", "2:v"];
        var cover = first ? 0 : 1;
        var path = Make(
            name,
            [
                .. Film, "-f", "lavfi", "-i", "color=red:s=320x320:r=25:d=0.04", .. order, "-map", "1:a", "-c:v", "libx264", $"-c:v:{cover}", codec,
                $"-disposition:v:{cover}", disposition,
            ]);
        var output = Path.Combine(_folder.Path, "cut.mp4");

        (await Reader.ProbeAsync(path)).Should().Match<VideoInfo>(info => info.Width == 64 && info.Height == 36);
        var frames = 0;
        await foreach (var frame in Reader.ReadFramesAsync(path))
        {
            frame.Image.Pixels.Span[2].Should().BeGreaterThan(200);
            frames++;
        }
        frames.Should().BeInRange(8, 9, "Matroska keeps the start of the audio encoder before the film");
        await new VideoCutter(Reader).CutAsync(path, [new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))], output);
        Decoded.Stream(output, "width,height,nb_frames").Should().Equal("64", "36", "25");
    }

    [SkippableFact]
    public async Task A_picture_beside_audio_is_not_a_video_but_one_alone_and_moving_ones_are()
    {
        string[] image = ["-f", "lavfi", "-i", "color=s=64x64:d=0.04:r=25"];
        var song = Make("song.mkv", [.. image, "-f", "lavfi", "-i", "sine=d=3", "-c:v", "mjpeg"]);
        var camera = Make("camera.avi", "-f", "lavfi", "-i", "testsrc=s=64x48:d=2", "-f", "lavfi", "-i", "sine=d=2", "-c:v", "mjpeg");

        await Reader.Awaiting(r => r.ProbeAsync(song))
            .Should().ThrowAsync<MediaException>().WithMessage($"{song}: has no video: it is audio with cover art.");
        (await Reader.ProbeAsync(camera)).Width.Should().Be(64);
        (await Reader.ProbeAsync(Make("image.mkv", [.. image, "-c:v", "mjpeg"]))).Width.Should().Be(64);
    }

    [SkippableFact]
    public async Task The_default_track_counts_then_the_largest()
    {
        string[] two = ["-f", "lavfi", "-i", "color=s=64x36:d=2", "-f", "lavfi", "-i", "color=s=128x72:d=2", "-map", "0", "-map", "1"];
        (await Reader.ProbeAsync(Make("equal.mkv", [.. two, "-disposition:v", "0"]))).Width.Should().Be(128);
        (await Reader.ProbeAsync(Make("marked.mkv", [.. two, "-disposition:v:0", "default", "-disposition:v:1", "0"]))).Width.Should().Be(64);
    }

    private string Make(string name, params string[] source) => FfmpegTool.Make(Path.Combine(_folder.Path, name), source);
}
