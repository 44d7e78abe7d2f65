using System.Diagnostics;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Audio;

public class FfmpegTests
{
    private static readonly AudioDecoder Decoder = new();

    [SkippableTheory]
    [InlineData("mp3", 44100)]
    [InlineData("flac", 44100)]
    [InlineData("ogg", 44100)]
    [InlineData("m4a", 44100)]
    [InlineData("opus", 48000)]
    [InlineData("mka", 44100)]
    public void Every_common_format_is_read_and_truncated_files_are_refused(string extension, int rate)
    {
        using var folder = new TemporaryFolder();
        var path = Make(folder, "sound." + extension, "-f", "lavfi", "-i", "aevalsrc=0.5*sin(880*PI*t)|0.25*sin(880*PI*t):d=3:s=44100");
        var bytes = File.ReadAllBytes(path);

        var waveform = Decoder.Decode(path);

        waveform.SampleRate.Should().Be(rate);
        waveform.Duration.TotalSeconds.Should().BeApproximately(3, 0.1);
        Loudness(waveform).Should().BeApproximately(0.375 / Math.Sqrt(2), 0.02, "channels are averaged");
        Decoder.Decode(bytes, "memory").Samples.ToArray().Should().Equal(waveform.Samples.ToArray());
        foreach (var percent in new[] { 40, 80 })
        {
            FluentActions.Invoking(() => Decoder.Decode(bytes.AsMemory(0, bytes.Length * percent / 100), "cut"))
                .Should().Throw<MediaException>().WithMessage("cut: *truncated*");
        }
    }

    [SkippableTheory]
    [InlineData("-n.mp3")]
    [InlineData("http:x.mp3")]
    [InlineData("concat:a|b.mp3")]
    [InlineData("it's $(a) %03d \"name\".mp3")]
    public void File_names_act_neither_as_options_nor_as_protocols(string name)
    {
        Skip.If(OperatingSystem.IsWindows(), "such names cannot exist there");
        using var folder = new TemporaryFolder();
        File.Move(Make(folder, "sound.mp3", "-f", "lavfi", "-i", "sine=d=0.5"), Path.Combine(folder.Path, name));

        Decoder.Decode(Path.Combine(folder.Path, name)).Duration.TotalSeconds.Should().BeApproximately(0.5, 0.1);
    }

    [SkippableFact]
    public void Files_without_audio_are_refused()
    {
        FfmpegTool.Require();
        using var folder = new TemporaryFolder();
        var video = Make(folder, "silent.mp4", "-f", "lavfi", "-i", "color=s=32x32:d=0.2");
        var text = folder.Write("text.mp3", "no sound");
        var playlist = folder.Write("list.mp3", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/hostname\n");

        FluentActions.Invoking(() => Decoder.Decode(video)).Should().Throw<MediaException>().WithMessage($"{video}: has no audio track.");
        FluentActions.Invoking(() => Decoder.Decode(text)).Should().Throw<MediaException>().WithMessage($"{text}: *");
        FluentActions.Invoking(() => Decoder.Decode(playlist))
            .Should().Throw<MediaException>().WithMessage($"{playlist}: is not a supported audio file.");
    }

    [SkippableTheory]
    [InlineData(null)]
    [InlineData(6.0)]
    public async Task Channels_that_cancel_each_other_out_are_not_silence(double? excerpt)
    {
        using var folder = new TemporaryFolder();
        var path = Make(folder, "inverted.flac", "-f", "lavfi", "-i", "sine=d=20,pan=stereo|c0=c0|c1=-1*c0");
        IAudioDecoder decoder = new AudioDecoder(new() { Excerpt = excerpt is { } seconds ? TimeSpan.FromSeconds(seconds) : null });

        foreach (var waveform in new[] { await decoder.DecodeAsync(path), decoder.Decode(path) })
        {
            waveform.Notices.Should().ContainSingle().Which.Should().Contain("one is inverted");
            Loudness(waveform).Should().BeApproximately(0.125 / Math.Sqrt(2), 0.01);
        }
    }

    [SkippableFact]
    public void Limits_are_checked_while_samples_arrive()
    {
        using var folder = new TemporaryFolder();
        var path = Make(folder, "long.mp3", "-f", "lavfi", "-i", "sine=d=20");

        FluentActions.Invoking(() => new AudioDecoder(new AudioDecoderOptions { MaxDuration = TimeSpan.FromSeconds(5) }).Decode(path))
            .Should().Throw<MediaException>().WithMessage($"{path}: is longer than AudioDecoderOptions.MaxDuration = 00:00:05 allows.");
    }

    [Fact]
    public void The_error_for_a_missing_program_says_how_to_fix_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("x.mp3", "ID3"u8.ToArray().Concat(new byte[50]).ToArray());

        FluentActions.Invoking(() => new AudioDecoder(new AudioDecoderOptions { FfmpegPath = "no-such-ffmpeg" }).Decode(path))
            .Should().Throw<MediaException>().WithMessage(
                $"{path}: only WAV can be read without the ffmpeg program, and 'no-such-ffmpeg' cannot be started*Install it*"
                + "AudioDecoderOptions.FfmpegPath.");
    }

    [SkippableFact]
    public void A_hanging_program_is_killed_after_the_timeout_and_on_cancellation()
    {
        Skip.If(OperatingSystem.IsWindows(), "the stand-in is a shell script");
        using var folder = new TemporaryFolder();
        var hanging = folder.Write("hanging", "#!/bin/sh\nsleep 60\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(hanging, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var audio = folder.Write("x.mp3", "ID3"u8.ToArray().Concat(new byte[50]).ToArray());
        var watch = Stopwatch.StartNew();

        var impatient = new AudioDecoder(new() { FfmpegPath = hanging, FfmpegTimeout = TimeSpan.FromSeconds(0.3) });
        impatient.Invoking(d => d.Decode(audio))
            .Should().Throw<MediaException>().WithMessage($"{audio}: ffmpeg decoded nothing of it for AudioDecoderOptions.FfmpegTimeout*");
        using var cancel = new CancellationTokenSource(300);
        new AudioDecoder(new() { FfmpegPath = hanging }).Invoking(d => d.Decode(audio, cancel.Token)).Should().Throw<OperationCanceledException>();
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30));
    }

    [SkippableTheory]
    [InlineData("with-attached-pic.mp3", 1.007)]
    [InlineData("no_duration.webm", 4.86)]
    [InlineData("video_with_failing_audio.mp4", 11.234)]
    [InlineData("chaplin.mp4", 9.614)]
    public void Unusual_real_files_are_read(string file, double seconds)
    {
        FfmpegTool.Require();

        Decoder.Decode(GoldenFiles.Data("video", file)).Duration.TotalSeconds.Should().BeApproximately(seconds, 0.2);
    }

    private static double Loudness(Waveform waveform) => Math.Sqrt(waveform.Samples.ToArray().Average(x => (double)x * x));

    private static string Make(TemporaryFolder folder, string name, params string[] source) => FfmpegTool.Make(folder.File(name), source);
}
