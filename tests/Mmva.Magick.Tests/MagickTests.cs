using ImageMagick;
using Microsoft.Extensions.DependencyInjection;
using Mmva.Data;
using Mmva.Data.Tests.Images;

namespace Mmva.Magick.Tests;

public class MagickTests
{
    private static readonly IImageDecoder Decoder = Create();

    [Theory]
    [InlineData("four.heic", "0123")]
    [InlineData("turned.heic", "2031")]
    [InlineData("preview.dng", "2031")]
    [InlineData("four.avif", "0123")]
    [InlineData("turned.avif", "2031")]
    [InlineData("mirrored.avif", "0213")]
    [InlineData("tiles.avif", "0123")]
    [InlineData("four.jxl", "0123")]
    [InlineData("four.jp2", "0123")]
    [InlineData("four.j2k", "0123")]
    [InlineData("two-pages.tif", "0123")]
    [InlineData("sixteen-bits.tif", "0123")]
    [InlineData("tiled.tif", "0123")]
    [InlineData("big.tif", "0123")]
    [InlineData("turned.tif", "2031")]
    [InlineData("o6.png", "2031")]
    public void Images_are_read_upright_with_the_right_colors(string name, string corners)
    {
        var image = Decoder.Decode(ImageFiles.PathOf(name));

        if (name != "o6.png") ImageFiles.Corners(image).Should().Be(corners);
        (image.Width < image.Height).Should().Be(corners == "2031" || corners == "0213");
    }

    [Theory]
    [InlineData("four.heic")]
    [InlineData("tiles.avif")]
    [InlineData("four.avif")]
    [InlineData("four.jxl")]
    [InlineData("four.jp2")]
    [InlineData("tiled.tif")]
    public void Truncated_ones_are_refused(string name)
    {
        var bytes = ImageFiles.Read(name);
        foreach (var percent in new[] { 50, 75, 95 })
            Decoder.Invoking(d => d.Decode(bytes.AsMemory(0, bytes.Length * percent / 100), "cut"))
                .Should().Throw<MediaException>($"{percent} %").WithMessage("cut: is truncated*");
    }

    [Fact]
    public void Transparency_is_handled_as_the_options_say()
    {
        var white = Decoder.Decode(ImageFiles.PathOf("transparent.avif")).Pixels[..3].ToArray();
        var ignored = Create(options => options.Transparency = TransparencyHandling.Ignore)
            .Decode(ImageFiles.PathOf("transparent.avif")).Pixels[..3].ToArray();

        ((int)white[1]).Should().BeCloseTo((30 + 255) / 2, 6);
        ((int)ignored[1]).Should().BeCloseTo(30, 6);
    }

    [Fact]
    public void Large_ones_are_decoded_at_a_smaller_size_and_larger_ones_refused()
    {
        var image = Create(options => options.MaxPixels = 2000).Decode(ImageFiles.PathOf("turned.heic"));

        (image.Width, image.Height).Should().Be((24, 32));
        ImageFiles.Corners(image).Should().Be("2031");
        FluentActions.Invoking(() => Create(options => options.MaxPixels = 500).Decode(ImageFiles.Read("four.heic"), "x"))
            .Should().Throw<MediaException>()
            .WithMessage("x: has 64 × 48 pixels, more than 4 times ImageDecoderOptions.MaxPixels = 500, which is allowed.");
    }

    [Fact]
    public void Time_is_limited() =>
        FluentActions.Invoking(() => Create(options => options.Timeout = TimeSpan.FromTicks(1)).Decode(ImageFiles.Read("four.heic"), "x"))
            .Should().Throw<MediaException>().WithMessage("x: was not decoded within ImageDecoderOptions.Timeout*");

    [Fact]
    public void Fuzzed_bytes_result_in_an_image_or_a_typed_error()
    {
        var files = new[] { "four.heic", "tiles.avif", "four.jxl", "four.jp2", "tiled.tif", "preview.dng" }.Select(ImageFiles.Read).ToArray();
        var random = new Random(9);
        for (var i = 0; i < 180; i++)
        {
            var bytes = (byte[])files[i % files.Length].Clone();
            for (var flips = random.Next(1, 10); flips > 0; flips--) bytes[random.Next(12, bytes.Length)] = (byte)random.Next(256);
            try
            {
                Decoder.Decode(bytes, "fuzzed").Pixels.Length.Should().BePositive();
            }
            catch (MediaException)
            {
                // most of them
            }
        }
    }

    [Theory]
    [InlineData(MagickFormat.Svg, "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")]
    [InlineData(MagickFormat.Msl, "<image/>")]
    [InlineData(MagickFormat.Mvg, "viewbox 0 0 9 9")]
    [InlineData(MagickFormat.Pdf, "%PDF-1.4")]
    [InlineData(MagickFormat.Ps, "%!PS")]
    [InlineData(MagickFormat.Txt, "text")]
    public void Nothing_but_images_is_read_in_this_process(MagickFormat format, string content)
    {
        Decoder.Decode(ImageFiles.PathOf("four.heic"));
        using var image = new MagickImage();

        image.Invoking(i => i.Read(System.Text.Encoding.ASCII.GetBytes(content), new MagickReadSettings { Format = format }))
            .Should().Throw<MagickPolicyErrorException>();
    }

    [Fact]
    public void Nothing_is_left_in_the_folder_for_temporary_files()
    {
        var before = Directory.GetFileSystemEntries(Path.GetTempPath()).ToHashSet();
        Decoder.Decode(ImageFiles.PathOf("four.heic"));
        var xml = Directory.GetDirectories(Path.GetTempPath()).Where(folder => !before.Contains(folder))
            .Where(folder => File.Exists(Path.Combine(folder, "policy.xml")));

        xml.Should().BeEmpty();
    }

    [Fact]
    public void A_decoder_of_the_host_is_left_alone()
    {
        var services = new ServiceCollection().AddSingleton<IImageDecoder, Other>();
        services.AddMmva().AddMagick().AddMagick();

        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IImageDecoder>().Should().BeOfType<Other>();
    }

    private static IImageDecoder Create(Action<ImageDecoderOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddMmva().AddMagick().AddMedia(configure);
        return services.BuildServiceProvider().GetRequiredService<IImageDecoder>();
    }

    private sealed class Other : IImageDecoder
    {
        public RgbImage Decode(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public RgbImage Decode(ReadOnlyMemory<byte> encoded, string name, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
