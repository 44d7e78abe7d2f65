using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests;

public sealed class SoundtrackVideoWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SoundtrackVideoWriter _writer = new(new SkiaImageDecoder());

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task Pictures_are_shown_at_their_times_and_the_music_lasts_as_long()
    {
        Picture("1.png", "red", "40x90");
        Picture("2.png", "lime", "200x20");
        Picture("3.png", "blue", "160x90");
        Music("low.wav", 300, 20, 0.3);
        Music("high.mp3", 3000, 20, 0.9);
        var soundtrack = MadeUpSoundtrack.Of(_folder.Path, ("low.wav", 20, 1, [1.5, 2.5]), ("high.mp3", 20, 1, [6.04]));
        var reports = new List<double>();

        await _writer.WriteAsync(soundtrack, _folder.File("out.mp4"), new() { Width = 160, Height = 90 }, new Reports(reports));

        var probed = Probe("-count_frames", "-show_entries", "stream=nb_read_frames,width,height,sample_rate:format=duration");
        probed.Should().Contain("160,90,251").And.Contain("48000"); // 10.04 s
        double.Parse(probed.Trim().Split('\n')[^1], CultureInfo.InvariantCulture).Should().BeApproximately(10.04, 0.04);
        var frames = Frames();
        Color(frames, 37, 80, 45).Should().Be('r'); // the last frame of the first picture
        Color(frames, 37, 10, 45).Should().Be('-', "a picture has bars");
        Color(frames, 38, 80, 45).Should().Be('g');
        Color(frames, 99, 80, 45).Should().Be('g');
        Color(frames, 100, 80, 45).Should().Be('b');
        Color(frames, 250, 5, 5).Should().Be('b');
        // the tracks at one loudness: in the middle of each part, and hardly anything at the end
        var sound = Sound();
        double[] levels = [Level(sound, 1, 3), Level(sound, 6.5, 7)];
        Math.Abs(levels[0] - levels[1]).Should().BeLessThan(6); // 10.5 dB in the files; the ear hears 3000 Hz louder
        Level(sound, 9.95, 10.04).Should().BeLessThan(levels[1] - 20);
        for (var at = 0.1; at < 8.5; at += 0.2) Level(sound, at, at + 0.2).Should().BeGreaterThan(-40, $"at {at} s");
        reports.Should().BeInAscendingOrder().And.EndWith(1);
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().HaveCount(6, "nothing else is left");
    }

    [SkippableFact]
    public async Task A_video_gets_the_music_instead_of_its_sound_or_below_it_and_keeps_its_frames()
    {
        FfmpegTool.Make(_folder.File("film.mp4"), "-f", "lavfi", "-i", "testsrc=s=64x48:r=10:d=6", "-f", "lavfi", "-i", "sine=f=440:d=6");
        Music("music.wav", 3000, 20, 0.5);
        var picture = new SoundtrackPicture(_folder.File("film.mp4"), default, TimeSpan.FromSeconds(6)) { VideoStart = TimeSpan.Zero };
        var soundtrack = await new SoundtrackPlanner().PlanAsync([picture], [new(_folder.File("music.wav"), default, TimeSpan.FromSeconds(20))]);

        await _writer.WriteAsync(soundtrack, _folder.File("out.mp4"));
        Hash("film.mp4").Should().Be(Hash("out.mp4"), "the images are copied");
        Level(Sound("highpass=f=1500"), 1, 3).Should().BeGreaterThan(-30);
        Level(Sound("lowpass=f=800,lowpass=f=800"), 1, 3).Should().BeLessThan(-40);
        Probe("-show_entries", "format=duration").Should().StartWith("6.0");

        await _writer.WriteAsync(soundtrack, _folder.File("out.mp4"), new() { KeepSound = true });
        Level(Sound("lowpass=f=800"), 1, 3).Should().BeGreaterThan(-30);
        Level(Sound("highpass=f=1500"), 1, 3).Should().BeGreaterThan(-40);
    }

    [SkippableFact]
    public async Task A_track_that_is_shorter_than_it_says_starts_again()
    {
        Picture("1.png", "red", "16x16");
        Music("short.wav", 500, 3, 0.5);

        await _writer.WriteAsync(
            MadeUpSoundtrack.Of(_folder.Path, ("short.wav", 60, 1, [9])), _folder.File("out.mkv"),
            new() { Width = 16, Height = 16, FramesPerSecond = 5 });

        File.Move(_folder.File("out.mkv"), _folder.File("out.mp4"));
        var sound = Sound();
        for (var at = 0.1; at < 7; at += 0.1) Level(sound, at, at + 0.1).Should().BeGreaterThan(-30, $"at {at} s");
    }

    [SkippableFact]
    public async Task What_fails_is_named_and_leaves_nothing_behind()
    {
        FfmpegTool.Require();
        Picture("1.png", "red", "16x16");
        _folder.Write("bad.mp3", "no music");
        Music("good.wav", 500, 3, 0.5);
        var before = Directory.EnumerateFileSystemEntries(_folder.Path).ToList();
        var (bad, good) = (MadeUpSoundtrack.Of(_folder.Path, ("bad.mp3", 60, 1, [3])), MadeUpSoundtrack.Of(_folder.Path, ("good.wav", 3, 1, [2, 1])));

        await Refused<MediaException>(bad, "out.mp4", "*bad.mp3: cannot be decoded as audio*");
        await Refused<MediaException>(good, "out.mp4", "*2.png: there is no such file.");
        await Refused<ArgumentException>(good, "out.avi", "*'*out.avi' has an unsupported extension; use .mp4*");
        await Refused<MediaException>(good, "no folder/x/out.mp4", "*2.png: there is no such file.");
        await _writer.Invoking(w => w.WriteAsync(good, _folder.File("out.mp4"), new() { Width = 15 }))
            .Should().ThrowAsync<OptionsValidationException>().WithMessage("*Width*");
        using var stop = new CancellationTokenSource();
        await _writer.Invoking(w => w.WriteAsync(good, _folder.File("out.mp4"), null, new Canceling(stop), stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        Directory.Delete(_folder.File("no folder"), recursive: true);
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().BeEquivalentTo(before);

        Task Refused<T>(Soundtrack soundtrack, string output, string message) where T : Exception =>
            _writer.Invoking(w => w.WriteAsync(soundtrack, _folder.File(output))).Should().ThrowAsync<T>().WithMessage(message);
    }

    private void Picture(string name, string color, string size) =>
        FfmpegTool.Make(_folder.File(name), "-f", "lavfi", "-i", $"color={color}:s={size}", "-frames:v", "1");

    private void Music(string name, int frequency, int seconds, double volume) => FfmpegTool.Make(
        _folder.File(name), "-f", "lavfi", "-i",
        string.Create(CultureInfo.InvariantCulture, $"sine=f={frequency}:d={seconds}:sample_rate=44100,volume={volume}"));

    private string Probe(params string[] arguments) => Run("ffprobe", ["-v", "error", .. arguments, "-of", "csv=p=0", _folder.File("out.mp4")]);

    private byte[] Frames()
    {
        FfmpegTool.Make(_folder.File("frames.rgb"), "-i", _folder.File("out.mp4"), "-pix_fmt", "rgb24", "-f", "rawvideo");
        var frames = File.ReadAllBytes(_folder.File("frames.rgb"));
        File.Delete(_folder.File("frames.rgb"));
        return frames;
    }

    private float[] Sound(string filter = "anull")
    {
        FfmpegTool.Make(_folder.File("sound.pcm"), "-i", _folder.File("out.mp4"), "-af", filter, "-ac", "1", "-ar", "8000", "-f", "f32le");
        var bytes = File.ReadAllBytes(_folder.File("sound.pcm"));
        File.Delete(_folder.File("sound.pcm"));
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToSingle(bytes, 4 * i))];
    }

    private static double Level(float[] sound, double from, double to)
    {
        var part = sound[(int)(from * 8000)..Math.Min(sound.Length, (int)(to * 8000))];
        return 10 * Math.Log10(part.Average(sample => (double)sample * sample) + 1e-12);
    }

    private static char Color(byte[] frames, int frame, int x, int y)
    {
        var at = 3 * ((frame * 160 * 90) + (y * 160) + x);
        return (frames[at] > 128, frames[at + 1] > 128, frames[at + 2] > 128) switch
        {
            (true, false, false) => 'r',
            (false, true, false) => 'g',
            (false, false, true) => 'b',
            _ => '-',
        };
    }

    private string Hash(string name) =>
        Run("ffmpeg", ["-v", "error", "-i", _folder.File(name), "-map", "0:v", "-c", "copy", "-bsf:v", "h264_mp4toannexb", "-f", "hash", "-"]);

    private static string Run(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private sealed class Reports(List<double> reports) : IProgress<double>
    {
        public void Report(double value) => reports.Add(value);
    }

    private sealed class Canceling(CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value) => stop.Cancel();
    }
}
