using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.TestSupport;

namespace Mmva.Compact.Tests.Captions;

public sealed class CompactCaptionerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CompactCaptioner _captioner = new(new AudioDecoder());

    public void Dispose()
    {
        _captioner.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_same_music_has_the_same_caption_and_loudness_does_not_matter()
    {
        var music = MadeUpMusic.Mix(1, 120, 0, false, 0);

        var caption = await _captioner.CaptionAsync(music);
        using var other = new CompactCaptioner(new AudioDecoder(), new() { Session = new() { IntraOpThreads = 1 } });

        caption.Should().NotBeNullOrWhiteSpace();
        (await other.CaptionAsync(music)).Should().Be(caption);
        var quieter = new Waveform(music.Samples.ToArray().Select(x => x / 4).ToArray(), music.SampleRate);
        (await _captioner.CaptionAsync(quieter)).Should().Be(caption);
        (await _captioner.CaptionAsync(MadeUpMusic.Mix(2, 75, 9, true, 2))).Should().NotBe(caption);
    }

    [Fact]
    public async Task What_is_measured_is_said()
    {
        var (facts, _) = await _captioner.DescribeAsync(MadeUpMusic.Mix(1, 140, 7, false, 0), default);

        facts.Kind.Should().Be(MusicKind.Music);
        facts.BeatsPerMinute.Should().BeInRange(137, 143);
        facts.Pace.Should().Be(Pace.Fast);
        facts.Key.Should().Be("G major");
    }

    [Fact]
    public async Task Silence_and_noise_are_no_music()
    {
        (await _captioner.CaptionAsync(new Waveform(new float[160_000], 16_000))).Should().Be("There is no music here, only silence.");
        (await _captioner.CaptionAsync(new Waveform(new float[1], 8000))).Should().Be("There is no music here, only silence.");
        foreach (var noise in new[] { MadeUpMusic.Noise(), MadeUpMusic.Noise("pink"), MadeUpMusic.Noise("brown"), MadeUpMusic.Applause(200) })
            (await _captioner.CaptionAsync(noise)).Should().StartWith("This is a noise-like sound");
        (await _captioner.CaptionAsync(MadeUpMusic.Sine(440))).Should().NotContain("noise-like");
        (await _captioner.CaptionAsync(MadeUpMusic.Clicks(120))).Should().NotContain("noise-like");
    }

    [Fact]
    public async Task Samples_that_are_not_finite_are_refused() =>
        await _captioner.Awaiting(c => c.CaptionAsync(new Waveform(new[] { 0f, float.NaN }, 16_000))).Should().ThrowAsync<MediaException>();

    [Fact]
    public async Task Clips_of_a_song_are_captioned_from_a_host()
    {
        using var services = new ServiceCollection().AddMmva().AddCompactCaptioner().Services.BuildServiceProvider();
        var song = _folder.Write("7.wav", WavFile.Encode(MadeUpMusic.Mix(1, 120, 0, false, 0)));
        var clip = new MusicClip(new("7-2", song, default, "deam/7"), TimeSpan.Zero, TimeSpan.FromSeconds(5));

        (await services.GetRequiredService<IMusicCaptioner>().CaptionAsync(clip)).Should().MatchRegex(@"^[A-Z].*\.$");
        var late = () => _captioner.CaptionAsync(clip with { Start = TimeSpan.FromSeconds(9) });
        await late.Should().ThrowAsync<MediaException>().WithMessage("*7.wav: lasts 10.0 s; the clip 7-2 ends at 14.0 s.");
    }

    [Fact]
    public async Task A_wrong_option_and_a_missing_folder_are_named()
    {
        var wrong = () => new CompactCaptioner(new AudioDecoder(), new() { Folder = null! });
        wrong.Should().Throw<OptionsValidationException>();

        using var nowhere = new CompactCaptioner(new AudioDecoder(), new() { Folder = _folder.File("none") });
        await nowhere.Awaiting(c => c.CaptionAsync(MadeUpMusic.Clicks(100))).Should().ThrowAsync<MmvaException>()
            .WithMessage("*Mmva.Compact.Weights.NonCommercial*");
    }
}
