using Microsoft.Extensions.Options;
using Mmva.TestSupport;

namespace Mmva.Data.Tests.Audio;

public sealed class AudioExcerptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Windows_are_evenly_spaced_and_in_the_middle_of_their_shares()
    {
        var excerpt = AudioExcerpt.Of(new() { Excerpt = TimeSpan.FromSeconds(10), ExcerptWindow = TimeSpan.FromSeconds(2) })!.Value;

        excerpt.Plan(100)!.Select(window => (window.Start, window.Length)).Should().Equal((9, 2), (29, 2), (49, 2), (69, 2), (89, 2));
        excerpt.Plan(12).Should().BeNull("a piece that is hardly longer is listened to whole");
        excerpt.Plan(12.5).Should().HaveCount(5);
        AudioExcerpt.Of(new()).Should().BeNull();
    }

    [Fact]
    public void An_excerpt_of_a_wav_file_contains_these_samples()
    {
        var path = _folder.Write("ramp.wav", Ramp(seconds: 40));
        var whole = new AudioDecoder().Decode(path);

        var excerpt = Decoder(4).Decode(path);

        excerpt.Samples.Length.Should().Be(4000);
        int[] starts = [4500, 14_500, 24_500, 34_500];
        excerpt.Samples.ToArray().Should().Equal([.. starts.SelectMany(start => whole.Samples.Slice(start, 1000).ToArray())]);
        Decoder(4).Decode(File.ReadAllBytes(path), "ramp").Samples.ToArray().Should().Equal(excerpt.Samples.ToArray());
        Decoder(40).Decode(path).Samples.ToArray().Should().Equal(whole.Samples.ToArray());
    }

    [SkippableTheory]
    [InlineData("mp3")]
    [InlineData("flac")]
    [InlineData("ogg")]
    [InlineData("m4a")]
    public async Task An_excerpt_through_ffmpeg_contains_these_parts_of_the_whole_and_is_always_the_same(string format)
    {
        var path = Song("song." + format, seconds: 60);
        var whole = new AudioDecoder().Decode(path);

        var excerpt = Decoder(5).Decode(path);

        excerpt.Duration.TotalSeconds.Should().BeApproximately(5, 0.01);
        for (var i = 0; i < 5; i++)
        {
            var expected = Level(whole.Samples.Slice((int)((i + 0.5) / 5 * whole.Samples.Length) - 22_050, 44_100));
            Level(excerpt.Samples.Slice(i * 44_100, 44_100)).Should().BeApproximately(expected, 0.03 * expected, "it becomes louder all the time");
        }
        var decoder = Decoder(5);
        var together = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ((IAudioDecoder)decoder).DecodeAsync(path)));
        foreach (var again in together) again.Samples.ToArray().Should().Equal(excerpt.Samples.ToArray());
    }

    [SkippableFact]
    public async Task A_file_that_ends_before_its_windows_is_refused_like_a_whole_one_and_does_not_affect_the_others()
    {
        var path = Song("song.mp3", seconds: 60);
        var cut = _folder.Write("cut.mp3", File.ReadAllBytes(path)[..^300_000]);
        var noise = _folder.Write("noise.mp3", new byte[2000]);
        IAudioDecoder decoder = Decoder(5);
        var expected = decoder.Decode(path);

        decoder.Invoking(d => d.Decode(cut)).Should().Throw<MediaException>().WithMessage($"{cut}: is truncated*");
        var (first, bad, other, last) = (decoder.DecodeAsync(path), decoder.DecodeAsync(cut), decoder.DecodeAsync(noise), decoder.DecodeAsync(path));
        await FluentActions.Awaiting(() => bad).Should().ThrowAsync<MediaException>().WithMessage($"{cut}: is truncated*");
        await FluentActions.Awaiting(() => other).Should().ThrowAsync<MediaException>().WithMessage($"{noise}: *");
        foreach (var good in new[] { first, last }) (await good).Samples.ToArray().Should().Equal(expected.Samples.ToArray());
    }

    [SkippableFact]
    public void A_wrong_length_in_a_header_does_not_prevent_an_excerpt()
    {
        // without a Xing header the length is a guess, and this guess is far too long: one quiet frame is followed by many large ones
        var path = _folder.Write("joined.mp3", [.. Frames("quiet.mp3", 2, "32k"), .. Frames("loud.mp3", 40, "256k")]);

        Decoder(5).Decode(path).Duration.TotalSeconds.Should().BeApproximately(5, 0.01);

        byte[] Frames(string name, int seconds, string rate) => File.ReadAllBytes(FfmpegTool.Make(
            _folder.File(name), "-f", "lavfi", "-i", $"sine=d={seconds}", "-b:a", rate, "-write_xing", "0", "-id3v2_version", "0"));
    }

    [Fact]
    public void A_highest_rate_gives_the_bits_of_resampling_and_lower_rates_are_not_touched()
    {
        var path = _folder.Write("ramp.wav", Ramp(seconds: 40, rate: 44_100));
        var whole = new AudioDecoder().Decode(path);

        var resampled = new AudioDecoder(new() { MaxSampleRate = 16_000 }).Decode(path);

        resampled.SampleRate.Should().Be(16_000);
        resampled.Samples.ToArray().Should().Equal(AudioResampling.Resample(whole, 16_000).Samples.ToArray());
        new AudioDecoder(new() { MaxSampleRate = 48_000 }).Decode(path).Samples.ToArray().Should().Equal(whole.Samples.ToArray());
    }

    [SkippableFact]
    public void A_highest_rate_does_not_make_a_whole_file_look_truncated()
    {
        var path = FfmpegTool.Make(_folder.File("song.flac"), "-f", "lavfi", "-i", "sine=f=300:r=44100:d=3");

        new AudioDecoder(new() { MaxSampleRate = 16_000 }).Decode(path).Samples.Length.Should().Be(48_000);
    }

    [Fact]
    public void Options_that_change_samples_are_in_the_fingerprint()
    {
        new AudioDecoder().Fingerprint.Should().BeEmpty();
        string[] others =
        [
            Decoder(5).Fingerprint, Decoder(6).Fingerprint, new AudioDecoder(new() { Excerpt = TimeSpan.FromSeconds(5) }).Fingerprint,
            new AudioDecoder(new() { MaxSampleRate = 16_000 }).Fingerprint,
            new AudioDecoder(new() { Excerpt = TimeSpan.FromSeconds(5), MaxSampleRate = 16_000 }).Fingerprint,
        ];
        others.Should().OnlyHaveUniqueItems().And.NotContain("");
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        FluentActions.Invoking(() => new AudioDecoder(new() { Excerpt = TimeSpan.Zero, ExcerptWindow = TimeSpan.Zero, MaxSampleRate = 10 }))
            .Should().Throw<OptionsValidationException>()
            .WithMessage("*Excerpt must be at least 00:00:01*ExcerptWindow must be at least*MaxSampleRate must be between 1000 and 1000000*");
    }

    private static AudioDecoder Decoder(int seconds) =>
        new(new() { Excerpt = TimeSpan.FromSeconds(seconds), ExcerptWindow = TimeSpan.FromSeconds(1) });

    private static double Level(ReadOnlyMemory<float> samples) => Math.Sqrt(samples.ToArray().Average(x => (double)x * x));

    private static byte[] Ramp(int seconds, int rate = 1000) =>
        WavFile.Encode(new(Enumerable.Range(0, seconds * rate).Select(i => i % 20_011 / 20_011f).ToArray(), rate));

    private string Song(string name, int seconds) => FfmpegTool.Make(
        _folder.File(name), "-f", "lavfi", "-i", $"aevalsrc=t/75*sin(2*PI*t*(200+3*t)):s=44100:d={seconds}", "-b:a", "128k");
}
