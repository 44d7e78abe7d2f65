using System.Globalization;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Video;

/// <summary>Whether a cut shows and plays the right moments, in containers with and without an index.</summary>
public sealed class VideoCutterTimingTests : IDisposable
{
    private const string Tone = "0.5*sin(6000*t)";

    private static readonly VideoReader Reader = new();
    private static readonly VideoCutter Cutter = new(Reader);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("25", "mp4", "mp4")]
    [InlineData("30000/1001", "mp4", "mkv")]
    [InlineData("30000/1001", "ts", "mp4")]
    [InlineData("24000/1001", "mkv", "mp4")]
    [InlineData("25", "mpg", "mp4")]
    [InlineData("60", "mov", "mov")]
    public async Task Flash_and_beep_stay_together_over_many_parts(string rate, string container, string result)
    {
        // one white frame and one beep at the start of every second frame number
        var value = rate.Split('/').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).Aggregate((a, b) => a / b);
        var every = (int)Math.Round(value);
        var period = (every / value).ToString(CultureInfo.InvariantCulture);
        var source = Make(
            "source." + container,
            "-f", "lavfi", "-i", $"color=black:s=64x48:r={rate}:d=40,format=yuv420p,geq=lum='if(mod(N,{every}),16,235)':cb=128:cr=128",
            "-f", "lavfi", "-i", $"aevalsrc='if(lt(mod(t,{period}),0.04),{Tone},0)':s=48000:d=40", "-c:a", container is "mpg" ? "mp2" : "aac");
        var output = Path.Combine(_folder.Path, "cut." + result);
        // near each other and far: the last ones are decoded from the middle of files that have an index
        var parts = Enumerable.Range(0, 6).Select(i => 2.013 * i + 0.313).Concat([24.417, 37.401]).Select(start => Part(start, start + 1.2)).ToList();

        await Cutter.CutAsync(source, parts, output);

        var (flashes, beeps) = (Decoded.Flashes(output), Decoded.Beeps(output));
        flashes.Should().HaveCountGreaterThanOrEqualTo(8);
        beeps.Should().HaveSameCount(flashes);
        foreach (var (flash, beep) in flashes.Zip(beeps)) (beep - flash).Should().BeInRange(-0.02, 0.02);
        var frames = Decoded.Frames(output).Count;
        frames.Should().BeCloseTo((int)Math.Round(parts.Count * 1.2 * value), (uint)parts.Count);
        (Decoded.Sound(output).Length / 48_000.0).Should().BeApproximately(frames / value, 0.025);
    }

    [SkippableTheory]
    [InlineData("clip.ts")]
    [InlineData("clip.mpg")]
    [InlineData("clip.m2ts")]
    [InlineData("clip.mp4")]
    [InlineData("clip.mkv")]
    public async Task The_images_are_those_of_the_parts_even_if_key_frames_are_rare(string name)
    {
        var source = Make(
            name, "-f", "lavfi", "-i", "color=s=64x48:r=25:d=24,format=yuv420p,geq=lum='20+mod(N*7,200)':cb=128:cr=128",
            "-f", "lavfi", "-i", "sine=d=24", "-g", "300", "-sc_threshold", "1000000000");
        var output = Path.Combine(_folder.Path, "cut.mp4");

        await Cutter.CutAsync(source, [Part(5, 6), Part(6.6, 7.4), Part(21, 22)], output);

        var (all, cut) = (Decoded.Frames(source), Decoded.Frames(output));
        cut.Should().HaveCount(25 + 20 + 25);
        int[] wanted = [.. Enumerable.Range(125, 25), .. Enumerable.Range(165, 20), .. Enumerable.Range(525, 25)];
        for (var i = 0; i < cut.Count; i++) Difference(cut[i], all[wanted[i]]).Should().BeLessThan(3, "frame {0}", i);
        Difference(all[130], all[131]).Should().BeGreaterThan(5);
    }

    [SkippableTheory]
    [InlineData("late.ts")]
    [InlineData("late.mp4")]
    [InlineData("late.mkv")]
    public async Task Audio_that_starts_late_keeps_its_place(string name)
    {
        var images = Make("v.mp4", "-f", "lavfi", "-i", "testsrc=s=64x48:r=25:d=6");
        var audio = Make("a.m4a", "-f", "lavfi", "-i", $"aevalsrc={Tone}:s=48000:d=4.5");
        var source = Make(name, "-i", images, "-itsoffset", "1.5", "-i", audio, "-map", "0:v", "-map", "1:a", "-c", "copy");
        var output = Path.Combine(_folder.Path, "cut.mp4");

        await Cutter.CutAsync(source, [Part(0.6, 5)], output);

        Decoded.Beeps(output).Should().ContainSingle().Which.Should().BeApproximately(0.9, 0.02);
        var silent = new List<bool>();
        await foreach (var part in Reader.ReadSoundAsync(source, TimeSpan.FromSeconds(0.4))) // MP4 puts the first sample at 1.499 s
            silent.Add(part.Sound.Samples.Span.ToArray().All(x => Math.Abs(x) < 0.1));
        silent.Take(4).Should().Equal(true, true, true, false);
    }

    [SkippableTheory]
    [InlineData("late.ts")]
    [InlineData("late.mpg")]
    [InlineData("late.mp4")]
    [InlineData("late.mkv")]
    public async Task Images_that_start_late_make_nothing_longer(string name)
    {
        var source = Make(
            name, "-f", "lavfi", "-i", "testsrc=s=64x48:r=25:d=8", "-f", "lavfi", "-i", $"aevalsrc={Tone}:s=48000:d=8.5",
            "-filter_complex", "[0:v]setpts=PTS+0.28/TB[v]", "-map", "[v]", "-map", "1:a", "-fps_mode", "passthrough");
        var output = Path.Combine(_folder.Path, "cut.mp4");
        var frames = new List<VideoFrame>();
        await foreach (var frame in Reader.ReadFramesAsync(source)) frames.Add(frame);

        frames[^1].End!.Value.TotalSeconds.Should().BeApproximately(8.28, 0.05);
        frames.SkipLast(1).Should().OnlyContain(frame => frame.End == null);

        await Cutter.CutAsync(source, [Part(0, 1), Part(6, frames[^1].End!.Value.TotalSeconds)], output);
        (Decoded.Frames(output).Count / 25.0).Should().BeApproximately(3.28, 0.08);
    }

    [SkippableFact]
    public async Task A_joined_broadcast_whose_clock_size_and_channels_change_is_read_and_cut()
    {
        byte[] Recording(string name, string size, string color, string audio) => File.ReadAllBytes(Make(
            name, "-f", "lavfi", "-i", $"color={color}:s={size}:r=25:d=4", "-f", "lavfi", "-i", $"aevalsrc={audio}:s=48000:d=4", "-g", "25"));
        var source = _folder.Write(
            "joined.ts", [.. Recording("a.ts", "64x48", "black", "0"), .. Recording("b.ts", "96x64", "white", $"{Tone}|{Tone}")]);
        var output = Path.Combine(_folder.Path, "cut.mp4");

        var frames = new List<VideoFrame>();
        await foreach (var frame in Reader.ReadFramesAsync(source)) frames.Add(frame);
        await Cutter.CutAsync(source, [Part(2, 2.6), Part(3.4, 4.6), Part(7, 7.6)], output);

        frames.Count.Should().BeInRange(16, 17, "the second recording starts with audio a moment early");
        frames.Select(frame => frame.Image.Pixels.Span[0] > 128).Should().Equal(frames.Select((_, i) => i >= 8));
        Decoded.Frames(output).Should().HaveCount(60);
        var white = Decoded.Flashes(output)[0];
        white.Should().BeApproximately(1.2, 0.05);
        Decoded.Beeps(output).Should().ContainSingle().Which.Should().BeApproximately(white, 0.05);
    }

    [SkippableTheory]
    [InlineData(1, 1)]
    [InlineData(4, 2)]
    [InlineData(6, 6)]
    [InlineData(9, 1)]
    [InlineData(12, 1)]
    public async Task Any_number_of_channels_is_cut(int channels, int wanted)
    {
        var source = Make(
            "source.mov", "-f", "lavfi", "-i", "testsrc=s=64x48:d=2", "-f", "lavfi", "-i",
            $"aevalsrc={string.Join('|', Enumerable.Repeat(Tone, channels))}:s=96000:d=2", "-c:a", "pcm_s16le");
        var output = Path.Combine(_folder.Path, "cut.mp4");

        await Cutter.CutAsync(source, [Part(0.5, 1.5)], output);

        Decoded.Stream(output, "channels,sample_rate", "a:0").Should().BeEquivalentTo($"{wanted}", "48000");
        Decoded.Sound(output).Max().Should().BeGreaterThan(8000);
    }

    [SkippableTheory]
    [InlineData("What is love?.mp4", "a#b")]
    [InlineData("100% 'quoted' \"twice\".mp4", "{a}\\[b];,=:")]
    [InlineData("-leading.mp4", "line\nbreak")]
    [InlineData("file:x, y.mp4", "concat:|")]
    public async Task Names_may_contain_anything(string name, string folder)
    {
        Skip.If(OperatingSystem.IsWindows(), "the file system has rules of its own");
        var source = Path.Combine(_folder.Path, name);
        File.Move(Make("v.mp4", "-f", "lavfi", "-i", "testsrc=s=64x48:r=25:d=3", "-f", "lavfi", "-i", "sine=d=3"), source);
        Directory.CreateDirectory(Path.Combine(_folder.Path, folder));
        var output = Path.Combine(_folder.Path, folder, "cut?#%41.mp4");

        await Cutter.CutAsync(source, [Part(0, 1), Part(2, 3)], output);

        Decoded.Frames(output).Should().HaveCount(50);
    }

    [SkippableTheory]
    [InlineData("short.mp4")]
    [InlineData("short.ts")]
    public async Task Parts_without_images_are_an_error(string name)
    {
        var source = Make(name, "-f", "lavfi", "-i", "testsrc=s=64x48:d=3", "-f", "lavfi", "-i", "sine=d=30");
        var output = Path.Combine(_folder.Path, "cut.mp4");

        await Cutter.Awaiting(c => c.CutAsync(source, [Part(0, 1), Part(20, 21)], output))
            .Should().ThrowAsync<MediaException>().WithMessage($"{source}: has no images at 20.00 s: they end at 2.9? s.");
        Directory.EnumerateFileSystemEntries(_folder.Path).Should().ContainSingle("nothing is left");
    }

    [SkippableFact]
    public async Task Fields_become_frames_and_a_rate_that_varies_keeps_its_times()
    {
        var interlaced = Make(
            "interlaced.mpg", "-f", "lavfi", "-i", "testsrc=s=64x48:r=50:d=4,tinterlace=mode=interleave_top", "-c:v", "mpeg2video",
            "-flags", "+ilme+ildct");
        var varying = Make(
            "varying.mkv", "-f", "lavfi", "-i", "testsrc=s=64x48:r=30:d=6,select='lt(t,2)+not(mod(n,3))'", "-fps_mode", "vfr", "-c:v", "ffv1");
        var output = Path.Combine(_folder.Path, "cut.mp4");

        await Cutter.CutAsync(interlaced, [Part(1, 2)], output);
        Decoded.Stream(output, "field_order,r_frame_rate").Should().BeEquivalentTo("progressive", "25/1");
        Decoded.Frames(output).Should().HaveCount(25);

        await Cutter.CutAsync(varying, [Part(1, 3)], output);
        Decoded.Stream(output, "r_frame_rate").Should().Equal("30/1");
        var frames = Decoded.Frames(output);
        frames.Should().HaveCount(60);
        Difference(frames[31], frames[32]).Should().BeLessThan(4, "each frame is shown for three");
    }

    private static double Difference(byte[] a, byte[] b) => a.Zip(b).Average(pair => Math.Abs(pair.First - pair.Second));

    private static VideoPart Part(double start, double end) => new(TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(end));

    private string Make(string name, params string[] source) => FfmpegTool.Make(Path.Combine(_folder.Path, name), source);
}
