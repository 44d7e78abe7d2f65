using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mmva.Data.Tests.DependencyInjection;

public class MediaBuilderExtensionsTests
{
    [Fact]
    public void Decoders_are_added_once_and_configured()
    {
        var services = new ServiceCollection().AddMmva().AddMedia(images => images.MaxBytes = 10).AddMedia(configureAudio: audio => audio.MaxSamples = 10).Services;
        using var provider = services.BuildServiceProvider();

        provider.GetServices<IImageDecoder>().Should().ContainSingle().Which.Should().BeOfType<SkiaImageDecoder>();
        provider.GetServices<IAudioDecoder>().Should().ContainSingle().Which.Should().BeOfType<AudioDecoder>();
        FluentActions.Invoking(() => provider.GetRequiredService<IImageDecoder>().Decode(new byte[11], "x")).Should().Throw<MmvaException>().WithMessage("*MaxBytes = 10 *");
    }

    [Fact]
    public void The_defaults_are_these()
    {
        var (images, audio) = (new ImageDecoderOptions(), new AudioDecoderOptions());

        (images.MaxPixels, images.MaxBytes, images.Transparency, images.ApplyOrientation).Should().Be((64_000_000, 268_435_456, TransparencyHandling.CompositeOverWhite, true));
        (audio.MaxDuration, audio.MaxSamples, audio.MaxBytes, audio.FfmpegPath, audio.FfmpegTimeout)
            .Should().Be((TimeSpan.FromMinutes(30), 100_000_000, 2_147_483_648, "ffmpeg", TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        FluentActions.Invoking(() => new SkiaImageDecoder(new ImageDecoderOptions { MaxPixels = 0, MaxBytes = -1, Transparency = (TransparencyHandling)7 }))
            .Should().Throw<OptionsValidationException>().Which.Message.Should().Be(
                "Property MaxPixels: 0 is not between 1 and 500000000.; Property MaxBytes: -1 is not between 1 and 2147483647.; Property Transparency: 7 is none of its values.");
        FluentActions.Invoking(() => new AudioDecoder(new AudioDecoderOptions { MaxDuration = TimeSpan.Zero, MaxSamples = 0, MaxBytes = 0, FfmpegPath = " ", FfmpegTimeout = TimeSpan.FromDays(2) }))
            .Should().Throw<OptionsValidationException>().Which.Message.Should().Be(
                "Property MaxDuration: 00:00:00 is not positive.; Property MaxSamples: 0 is not between 1 and 536870912.; Property MaxBytes: 0 is not positive.; "
                + "Property FfmpegPath: is empty.; Property FfmpegTimeout: 2.00:00:00 is not between zero and 1.00:00:00.");
    }
}
