using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Data.Tests.Audio;

namespace Mmva.Data.Tests.DependencyInjection;

public class MediaBuilderExtensionsTests
{
    [Fact]
    public void Decoders_are_registered_once_and_configured()
    {
        var builder = new ServiceCollection().AddMmva();
        builder.AddMedia(images => images.MaxBytes = 10).AddMedia(configureAudio: audio => audio.MaxSamples = 10);
        using var provider = builder.Services.BuildServiceProvider();

        provider.GetServices<IImageDecoder>().Should().ContainSingle().Which.Should().BeOfType<SkiaImageDecoder>();
        provider.GetServices<IAudioDecoder>().Should().ContainSingle().Which.Should().BeOfType<AudioDecoder>();
        provider.GetRequiredService<IImageDecoder>().Invoking(decoder => decoder.Decode(new byte[11], "x"))
            .Should().Throw<MmvaException>().WithMessage("*MaxBytes = 10 *");
    }

    [Fact]
    public void The_defaults_are_these()
    {
        var (images, audio, video) = (new ImageDecoderOptions(), new AudioDecoderOptions(), new VideoReaderOptions());

        (images.MaxPixels, images.MaxBytes, images.Transparency, images.ApplyOrientation)
            .Should().Be((64_000_000, 536_870_912, TransparencyHandling.CompositeOverWhite, true));
        (images.FfmpegPath, images.Timeout).Should().Be(("ffmpeg", TimeSpan.FromMinutes(2)));
        (audio.MaxDuration, audio.MaxSamples, audio.MaxBytes, audio.FfmpegPath, audio.FfmpegTimeout)
            .Should().Be((TimeSpan.FromHours(12), 1 << 28, 64L << 30, "ffmpeg", TimeSpan.FromMinutes(2)));
        (video.ShortSide, video.MaxDuration, video.StallTimeout, video.FfmpegPath, video.FfprobePath)
            .Should().Be((224, TimeSpan.FromHours(12), TimeSpan.FromMinutes(1), "ffmpeg", "ffprobe"));
    }

    [Fact]
    public void Every_option_out_of_range_is_named()
    {
        FluentActions.Invoking(() => new SkiaImageDecoder(new() { MaxPixels = 0, MaxBytes = -1, Transparency = (TransparencyHandling)7 }))
            .Should().Throw<OptionsValidationException>()
            .WithMessage("*MaxPixels must be between 1 and 500000000.*MaxBytes must be between 1 and 2147483647.*Transparency*");
        var audio = new AudioDecoderOptions
        {
            MaxDuration = TimeSpan.Zero, MaxSamples = 0, MaxBytes = 0, FfmpegPath = " ", FfmpegTimeout = TimeSpan.FromDays(2),
        };
        FluentActions.Invoking(() => new AudioDecoder(audio)).Should().Throw<OptionsValidationException>().WithMessage(
            "*MaxDuration must be at least 00:00:00.0000001.*MaxSamples must be between 1 and 536870912.*MaxBytes must be between 1 and*"
            + "FfmpegPath field is required.*FfmpegTimeout must be between 00:00:00.0000001 and 1.00:00:00.*");
        foreach (var refused in (ImageDecoderOptions[])[new() { MaxPixels = 500_000_001 }, new() { MaxBytes = 1L << 31 }])
            FluentActions.Invoking(() => new SkiaImageDecoder(refused)).Should().Throw<OptionsValidationException>();
    }

    [Fact]
    public void Decoders_copy_their_options()
    {
        var (images, audio) = (new ImageDecoderOptions(), new AudioDecoderOptions());
        IImageDecoder imageDecoder = new SkiaImageDecoder(images);
        IAudioDecoder audioDecoder = new AudioDecoder(audio);

        images.MaxBytes = 1;
        audio.MaxBytes = 1;

        imageDecoder.Invoking(d => d.Decode(new byte[9], "x")).Should().Throw<MediaException>().WithMessage("x: is not a supported image*");
        audioDecoder.Decode(Wav.File(Wav.Pcm16(1)), "x").Samples.Length.Should().Be(1);
    }
}
