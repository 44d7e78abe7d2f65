using Microsoft.Extensions.Options;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Video;

public sealed class VideoCutterTests : IDisposable
{
    private static readonly VideoReader Reader = new();
    private static readonly VideoCutter Cutter = new(Reader);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task The_parts_follow_each_other_with_their_audio()
    {
        // one second each of red, green, blue and white; a tone that is loud in odd seconds
        const string colors = "color=red:s=161x121:r=30:d=1[a];color=lime:s=161x121:r=30:d=1[b];color=blue:s=161x121:r=30:d=1[c];"
            + "color=white:s=161x121:r=30:d=1[d];[a][b][c][d]concat=n=4,pad=162:122";
        var source = Make("colors.mp4", "-f", "lavfi", "-i", colors,
            "-f", "lavfi", "-i", "aevalsrc='if(mod(floor(t),2),0.5,0)*sin(2000*t)':d=4:s=16000");
        var output = Path.Combine(_folder.Path, "cut.mp4");
        var progress = new List<double>();

        await Cutter.CutAsync(source, [Part(1, 1.5), Part(1.5, 2), Part(3, 4)], output, new Reports(progress));

        var info = await Reader.ProbeAsync(output);
        info.Duration!.Value.TotalSeconds.Should().BeApproximately(2, 0.1);
        info.Sound.Should().NotBeNull();
        (await ColorsAsync(output)).Should().Equal("lime", "lime", "white", "white");
        await foreach (var part in Reader.ReadSoundAsync(output, TimeSpan.FromSeconds(0.5)))
            part.Sound.Samples.ToArray().Max().Should().BeGreaterThan(0.3f, "both parts are loud seconds");
        progress.Should().BeInAscendingOrder().And.EndWith(1);
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().HaveCount(2, "nothing but the two videos is left");
    }

    [SkippableTheory]
    [InlineData("no_duration.webm", 2, 4)]
    [InlineData("pos_video.mp4", 10, 16.4)]
    [InlineData("video_with_failing_audio.mp4", 9, 11.2)]
    public async Task Unusual_real_videos_are_cut(string file, double start, double end)
    {
        FfmpegTool.Require();
        var output = Path.Combine(_folder.Path, "cut.mkv");

        await Cutter.CutAsync(GoldenFiles.Data("video", file), [Part(0, 0.5), Part(start, end)], output);

        (await Reader.ProbeAsync(output)).Duration!.Value.TotalSeconds.Should().BeApproximately(0.5 + end - start, 0.1);
    }

    [SkippableFact]
    public async Task A_raw_stream_which_is_not_seekable_is_cut()
    {
        const string colors = "color=red:s=64x64:r=25:d=4[a];color=lime:s=64x64:r=25:d=4[b];[a][b]concat";
        var source = Make("raw.h264", "-f", "lavfi", "-i", colors, "-c:v", "libx264", "-pix_fmt", "yuv420p");
        var output = Path.Combine(_folder.Path, "cut.mp4");

        await Cutter.CutAsync(source, [Part(0, 0.4), Part(5, 6)], output);

        (await Reader.ProbeAsync(output)).Duration!.Value.TotalSeconds.Should().BeApproximately(1.4, 0.1);
        (await ColorsAsync(output)).Should().Equal("red", "lime", "lime");
    }

    [SkippableFact]
    public async Task Long_slides_and_audio_that_ends_early_are_cut_at_full_length()
    {
        var slides = Make("slides.mkv", "-f", "lavfi", "-i", "testsrc=s=64x64:r=1/10:d=40", "-f", "lavfi", "-i", "sine=d=3", "-c:v", "ffv1");
        var output = Path.Combine(_folder.Path, "cut.mp4");

        await Cutter.CutAsync(slides, [Part(2, 3.5), Part(15, 16)], output);

        (await Reader.ProbeAsync(output)).Duration!.Value.TotalSeconds.Should().BeApproximately(2.5, 0.15);
    }

    [SkippableFact]
    public async Task Audio_that_cannot_be_decoded_is_omitted()
    {
        var source = Make(
            "source.mkv", "-f", "lavfi", "-i", "testsrc=s=64x64:d=2", "-f", "lavfi", "-i", "sine=d=2", "-c:v", "ffv1", "-c:a", "pcm_s16le");
        var bytes = File.ReadAllBytes(source);
        "A_XYZ/INT/LIT"u8.CopyTo(bytes.AsSpan(bytes.AsSpan().IndexOf("A_PCM/INT/LIT"u8)));
        var strange = _folder.Write("strange.mkv", bytes);
        var output = Path.Combine(_folder.Path, "cut.mp4");

        await Cutter.CutAsync(strange, [Part(0.5, 1.5)], output);

        (await Reader.ProbeAsync(output)).Should().Match<VideoInfo>(info => info.Sound == null && info.Duration > TimeSpan.FromSeconds(0.9));
    }

    [SkippableFact]
    public async Task Failure_and_cancellation_leave_the_old_file()
    {
        var source = Make("source.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:d=2");
        var output = _folder.Write("cut.mp4", "an older cut");
        var text = _folder.Write("text.mp4", "not a video");
        using var cancel = new CancellationTokenSource();
        var canceling = new Canceling(cancel);

        await Cutter.Awaiting(c => c.CutAsync(source, [Part(0, 0.5), Part(1, 2)], output, canceling, cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        await Cutter.Awaiting(c => c.CutAsync(text, [Part(0, 1)], output)).Should().ThrowAsync<MediaException>();

        File.ReadAllText(output).Should().Be("an older cut");
        Directory.EnumerateDirectories(_folder.Path).Should().BeEmpty();
    }

    [SkippableFact]
    public async Task A_folder_that_does_not_accept_the_output_is_the_reason()
    {
        var source = Make("source.mp4", "-f", "lavfi", "-i", "testsrc=s=64x64:d=1");
        var output = Path.Combine(_folder.Write("file", ""), "cut.mp4");

        await Cutter.Awaiting(c => c.CutAsync(source, [Part(0, 0.5)], output))
            .Should().ThrowAsync<MediaException>().WithMessage($"{output}: cannot be written: *");
    }

    [Fact]
    public async Task Wrong_arguments_are_refused()
    {
        await Refused([], "x.mp4", "There are no parts to cut out.*");
        await Refused([Part(1, 2), Part(0, 1)], "x.mp4", "The part from 00:00:00 to 00:00:01*");
        await Refused([Part(0, 1)], "source.mp4", "*is the video itself*");
        await Refused([Part(0, 1)], "x.txt", "*has an unsupported extension; use .mp4*");

        static Task Refused(VideoPart[] parts, string output, string message) =>
            Cutter.Awaiting(c => c.CutAsync("source.mp4", parts, output)).Should().ThrowAsync<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void Options_are_checked_as_those_of_the_reader() =>
        FluentActions.Invoking(() => new VideoCutter(Reader, new() { FfmpegPath = "" })).Should().Throw<OptionsValidationException>();

    private static VideoPart Part(double start, double end) => new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end));

    private static async Task<List<string>> ColorsAsync(string path)
    {
        var colors = new List<string>();
        await foreach (var frame in Reader.ReadFramesAsync(path))
        {
            var pixel = frame.Image.Pixels.Span.Slice(3 * (frame.Image.Height / 2 * frame.Image.Width + frame.Image.Width / 2), 3);
            colors.Add((pixel[0] > 128, pixel[1] > 128, pixel[2] > 128) switch
            {
                (true, true, true) => "white",
                (true, _, _) => "red",
                (_, true, _) => "lime",
                _ => "blue",
            });
        }
        return colors;
    }

    private string Make(string name, params string[] source) => FfmpegTool.Make(Path.Combine(_folder.Path, name), source);

    private sealed class Reports(List<double> reports) : IProgress<double>
    {
        public void Report(double value) => reports.Add(value);
    }

    private sealed class Canceling(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value) => source.Cancel();
    }
}
