using System.Diagnostics;
using Microsoft.Extensions.Options;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Video;

public sealed class VideoReaderTests : IDisposable
{
    private static readonly VideoReader Reader = new();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("chaplin.mp4", 20, 398, 224)]
    [InlineData("pos_video.mp4", 33, 308, 224)] // its pixels are narrow
    [InlineData("no_duration.webm", 10, 398, 224)]
    [InlineData("video_with_failing_audio.mp4", 23, 398, 224)]
    public async Task Unusual_real_videos_are_read(string file, int frames, int width, int height)
    {
        FfmpegTool.Require();
        var read = await ReadAsync(GoldenFiles.Data("video", file));

        read.Should().HaveCount(frames).And.OnlyContain(f => f.Image.Width == width && f.Image.Height == height);
        read.Select(f => f.Time.TotalSeconds).Should().Equal(Enumerable.Range(0, frames).Select(i => i / 2.0));
    }

    [SkippableFact]
    public async Task Headers_contain_size_rate_duration_and_audio()
    {
        FfmpegTool.Require();
        (await Reader.ProbeAsync(GoldenFiles.Data("video", "chaplin.mp4")))
            .Should().Be(new VideoInfo(640, 360, 25, TimeSpan.FromSeconds(9.64), new(2, 44100)));
        (await Reader.ProbeAsync(GoldenFiles.Data("video", "no_duration.webm"))).Duration.Should().BeNull();
    }

    [SkippableTheory]
    [InlineData("late.mkv")] // its header counts from time 0 on
    [InlineData("late.ts")]
    [InlineData("late.mp4")]
    public async Task A_video_whose_clock_starts_late_is_as_long_as_its_content(string name)
    {
        var late = Make(name, "-f", "lavfi", "-i", "testsrc=s=64x64:r=10:d=4", "-output_ts_offset", "1000");
        (await Reader.ProbeAsync(late)).Duration!.Value.TotalSeconds.Should().BeApproximately(4, 0.2);
        (await ReadAsync(late)).Should().HaveCount(8);
    }

    [SkippableFact]
    public async Task A_broadcast_that_was_joined_in_the_middle_is_read()
    {
        var whole = Make(
            "whole.ts",
            "-f", "lavfi", "-i", "testsrc=s=64x64:r=10:d=32", "-c:v", "libx264", "-g", "150", "-sc_threshold", "0", "-pix_fmt", "yuv420p");
        var bytes = File.ReadAllBytes(whole);
        var joined = _folder.Write("joined.ts", bytes[(bytes.Length / 16)..]);

        (await Reader.ProbeAsync(joined)).Should().Match<VideoInfo>(info => info.Width == 64 && info.Height == 64);
        (await ReadAsync(joined)).Should().HaveCountGreaterThan(30);
    }

    [SkippableFact]
    public async Task An_interval_is_represented_by_its_middle_whatever_the_frame_rate()
    {
        // brightness rises by 20 per second; 24 frames per second, then one every two seconds
        const string ramp = "color=black:s=64x64:r=24:d=8,format=rgb24,geq=r='20*T':g='20*T':b='20*T',select='lt(t,4)+not(mod(n,48))'";
        var path = Make("ramp.mkv", "-f", "lavfi", "-i", ramp, "-vsync", "passthrough", "-c:v", "ffv1");

        var read = await ReadAsync(path);

        foreach (var frame in read.Take(8)) Brightness(frame).Should().BeApproximately(20 * (frame.Time.TotalSeconds + 0.25), 1.5);
        read.Skip(8).Take(4).Select(Brightness).Should().OnlyContain(b => Math.Abs(b - 80) < 2, "the frame of second 4 remains");
        Brightness(read[^1]).Should().BeApproximately(120, 2);
    }

    [SkippableFact]
    public async Task A_video_of_one_frame_and_one_without_audio_are_read()
    {
        var one = Make("one.mp4", "-f", "lavfi", "-i", "testsrc=s=160x120:r=25", "-frames:v", "1");
        (await ReadAsync(one)).Should().ContainSingle().Which.Time.Should().Be(TimeSpan.Zero);
        await FluentActions.Awaiting(() => SoundAsync(one)).Should().ThrowAsync<MediaException>().WithMessage($"{one}: has no audio track.");
    }

    [SkippableFact]
    public async Task A_rotated_video_is_upright()
    {
        var lying = Make("lying.mp4", "-f", "lavfi", "-i", "color=red:s=320x160:d=1,drawbox=w=160:h=160:color=blue:t=fill");
        var turned = Make("turned.mp4", "-i", lying, "-c", "copy", "-metadata:s:v", "rotate=90");

        var image = (await ReadAsync(turned))[0].Image;

        (image.Width, image.Height).Should().Be((224, 448));
        // rotated by 90 degrees, left becomes one end of the long side
        (Red(image, 10), Red(image, 437)).Should().BeOneOf((true, false), (false, true));
        static bool Red(RgbImage image, int row) => image.Pixels.Span[3 * (row * image.Width + 100)] > 128;
    }

    [SkippableFact]
    public async Task Aspect_ratios_beyond_four_to_one_are_cropped_and_stretched_pixels_are_corrected()
    {
        var wide = Make("wide.mkv", "-f", "lavfi", "-i", "color=s=1600x100:d=0.5", "-c:v", "ffv1");
        var stretched = Make("stretched.mkv", "-f", "lavfi", "-i", "color=s=100x100:d=0.5,setsar=2/1", "-c:v", "ffv1");

        (await ReadAsync(wide))[0].Image.Should().Match<RgbImage>(i => i.Width == 896 && i.Height == 224);
        (await ReadAsync(stretched))[0].Image.Should().Match<RgbImage>(i => i.Width == 448 && i.Height == 224);
    }

    [SkippableFact]
    public async Task Files_that_are_not_videos_are_refused_with_the_reason()
    {
        FfmpegTool.Require();
        var text = _folder.Write("text.mp4", "not a video");
        var list = _folder.Write("list.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n");
        var sound = Make("sound.wav", "-f", "lavfi", "-i", "sine=d=1");
        var cut = _folder.Write("cut.mp4", [.. File.ReadAllBytes(Make("whole.mp4", "-f", "lavfi", "-i", "testsrc=d=2")).Take(5000)]);

        await Refused(text, "cannot be decoded as video*");
        await Refused(list, "is not a supported video file.");
        await Refused(sound, "has no video: it is audio only.");
        await Refused(cut, "cannot be decoded as video (ffmpeg: *");
        await Refused(_folder.Write("empty.mp4", ""), "is empty*");
        await Refused(Path.Combine(_folder.Path, "missing.mp4"), "there is no such file.");
        await Refused(GoldenFiles.Data("video", "with-attached-pic.mp3"), "has no video: it is audio with cover art.");
    }

    [SkippableFact]
    public async Task Damaged_videos_result_in_frames_or_an_error_and_never_hang()
    {
        var whole = File.ReadAllBytes(Make("whole.mkv", "-f", "lavfi", "-i", "testsrc=d=3:s=160x120", "-f", "lavfi", "-i", "sine=d=3"));
        var random = new Random(7);
        for (var round = 0; round < 4; round++)
        {
            var bytes = whole[..random.Next(whole.Length / 2, whole.Length)];
            for (var i = 0; i < 40; i++) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var path = _folder.Write($"damaged{round}.mkv", bytes);
            await OrMediaException(() => ReadAsync(path));
            await OrMediaException(() => SoundAsync(path));
        }

        static async Task OrMediaException<T>(Func<Task<List<T>>> read)
        {
            try
            {
                (await read()).Should().NotBeEmpty();
            }
            catch (MediaException)
            {
            }
        }
    }

    [SkippableFact]
    public async Task Audio_is_read_in_parts_and_silence_fills_a_late_start()
    {
        var path = Make(
            "late.mkv",
            "-f", "lavfi", "-i", "testsrc=d=5:s=64x64", "-itsoffset", "2",
            "-f", "lavfi", "-i", "aevalsrc=0.5|0.25:d=2.7:s=8000", "-c:a", "pcm_f32le");

        var parts = await SoundAsync(path);

        parts.Select(p => (p.Time.TotalSeconds, p.Sound.Duration.TotalSeconds)).Should().Equal((0, 1), (1, 1), (2, 1), (3, 1), (4, 0.7));
        parts[1].Sound.Samples.ToArray().Should().OnlyContain(x => x == 0);
        parts[3].Sound.Samples.ToArray().Should().OnlyContain(x => Math.Abs(x - 0.375f) < 1e-6f, "channels are averaged");
    }

    [SkippableFact]
    public async Task Longer_videos_than_the_limit_are_refused_also_if_the_file_does_not_state_its_duration()
    {
        var reader = new VideoReader(new() { MaxDuration = TimeSpan.FromSeconds(2) });
        var said = Make("said.mp4", "-f", "lavfi", "-i", "color=s=32x32:d=4");
        var unsaid = Make("unsaid.h264", "-f", "lavfi", "-i", "color=s=32x32:d=4", "-c:v", "libx264");

        foreach (var path in new[] { said, unsaid })
        {
            await FluentActions.Awaiting(() => ReadAsync(path, reader))
                .Should().ThrowAsync<MediaException>().WithMessage($"{path}: is longer than VideoReaderOptions.MaxDuration = 00:00:02 allows.");
        }
    }

    [SkippableFact]
    public async Task A_missing_or_hanging_program_is_named_and_cancellation_kills_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        var video = Make("v.mp4", "-f", "lavfi", "-i", "color=s=32x32:d=1");
        var hanging = _folder.Write("hanging", "#!/bin/sh\nsleep 60\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(hanging, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var watch = Stopwatch.StartNew();

        await FluentActions.Awaiting(() => new VideoReader(new() { FfprobePath = "no-such-program" }).ProbeAsync(video))
            .Should().ThrowAsync<MediaException>().WithMessage(
                $"{video}: videos are read by the programs ffmpeg and ffprobe, and 'no-such-program' cannot be started*Install it*"
                + "VideoReaderOptions.FfprobePath.");
        await FluentActions.Awaiting(() => ReadAsync(video, new(new() { FfmpegPath = hanging, StallTimeout = TimeSpan.FromSeconds(0.3) })))
            .Should().ThrowAsync<MediaException>().WithMessage($"{video}: ffmpeg produced no output within VideoReaderOptions.StallTimeout*");
        using var cancel = new CancellationTokenSource(300);
        await FluentActions.Awaiting(() => ReadAsync(video, new(new() { FfmpegPath = hanging }), cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30));
    }

    [SkippableFact]
    public async Task Channels_that_cancel_each_other_out_are_heard_with_a_notice()
    {
        string[] images = ["-f", "lavfi", "-i", "testsrc=s=64x48:d=3", "-f", "lavfi", "-i", "anoisesrc=d=3:r=16000:seed=1"];
        var mono = Make("mono.mkv", [.. images, "-c:a", "pcm_f32le"]);
        var inverted = Make("inverted.mkv", [.. images, "-af", "pan=stereo|c0=c0|c1=-1*c0", "-c:a", "pcm_f32le"]);

        var (expected, heard) = (await SoundAsync(mono), await SoundAsync(inverted));

        heard.Should().HaveSameCount(expected);
        for (var i = 0; i < heard.Count; i++)
        {
            heard[i].Sound.Samples.ToArray().Should().Equal(expected[i].Sound.Samples.ToArray());
            heard[i].Sound.Notices.Should().ContainSingle().Which.Should().Contain("cancel each other out");
            expected[i].Sound.Notices.Should().BeEmpty();
        }
    }

    [Fact]
    public void Options_are_checked()
    {
        var options = new VideoReaderOptions { ShortSide = 3, StallTimeout = TimeSpan.Zero, FfmpegPath = " " };
        FluentActions.Invoking(() => new VideoReader(options)).Should().Throw<OptionsValidationException>()
            .WithMessage(
                "*ShortSide must be between 16 and 1080.*StallTimeout must be between 00:00:00.0000001 and 1.00:00:00.*"
                + "FfmpegPath field is required.*");
    }

    private static async Task Refused(string path, string reason) =>
        await FluentActions.Awaiting(() => ReadAsync(path)).Should().ThrowAsync<MediaException>().WithMessage($"{path}: {reason}");

    private static async Task<List<VideoFrame>> ReadAsync(string path, VideoReader? reader = null, CancellationToken cancellationToken = default)
    {
        var frames = new List<VideoFrame>();
        await foreach (var frame in (reader ?? Reader).ReadFramesAsync(path, cancellationToken: cancellationToken)) frames.Add(frame);
        return frames;
    }

    private static async Task<List<VideoSound>> SoundAsync(string path)
    {
        var parts = new List<VideoSound>();
        await foreach (var part in Reader.ReadSoundAsync(path, TimeSpan.FromSeconds(1))) parts.Add(part);
        return parts;
    }

    private static double Brightness(VideoFrame frame) => frame.Image.Pixels.ToArray().Average(x => (double)x);

    private string Make(string name, params string[] source) => FfmpegTool.Make(Path.Combine(_folder.Path, name), source);
}
