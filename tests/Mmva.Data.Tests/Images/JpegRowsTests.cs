using Mmva.TestSupport;

namespace Mmva.Data.Tests.Images;

/// <summary>Whether a JPEG is whole is asked of the data of its scans, not of its end.</summary>
public class JpegRowsTests
{
    private static readonly SkiaImageDecoder Decoder = new();

    private static readonly byte[] EndMarker = [0xFF, 0xD9];

    public static TheoryData<string> Files =>
    [
        "gray.jpg", "sequential-444.jpg", "restart.jpg", "three-scans.jpg", "progressive-422.jpg", "progressive-gray.jpg", "progressive-restart.jpg",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_missing_end_marker_and_anything_behind_the_image_change_nothing(string file)
    {
        var bytes = ImageFiles.Read(file);
        var expected = Decoder.Decode(bytes, file).Pixels.ToArray();

        foreach (var (name, tail) in Tails())
            foreach (var whole in new[] { bytes, bytes[..^2] })
                Decoder.Decode((byte[])[.. whole, .. tail], name).Pixels.Span.SequenceEqual(expected).Should().BeTrue($"{name}, {whole.Length}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Missing_rows_are_an_error_whatever_is_behind_them(string file)
    {
        var bytes = ImageFiles.Read(file);

        foreach (var (name, tail) in Tails().Where(tail => tail.Name != "zeros and an end marker"))
            for (var percent = 25; percent <= 80; percent += 11)
                Decoder.Invoking(d => d.Decode((byte[])[.. bytes[..(bytes.Length * percent / 100)], .. tail], "cut"))
                    .Should().Throw<MediaException>($"{percent} % and {name}").WithMessage("cut: *");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Fuzzed_scans_result_in_an_image_or_a_typed_error(string file)
    {
        var whole = ImageFiles.Read(file)[..^2];
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var bytes = (byte[])whole.Clone();
            for (var flips = random.Next(1, 8); flips > 0; flips--) bytes[random.Next(2, bytes.Length)] = (byte)random.Next(256);
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

    [Fact]
    public void An_arithmetic_one_needs_its_end_marker()
    {
        var bytes = ImageFiles.Read("arithmetic.jpg");

        Decoder.Decode(bytes, "x").Width.Should().Be(96);
        Decoder.Invoking(d => d.Decode(bytes.AsMemory(0, bytes.Length / 2), "x")).Should().Throw<MediaException>().WithMessage("*truncated*");
    }

    [Fact]
    public void Gray_at_the_lower_right_is_a_color_like_any_other()
    {
        var gray = JpegFiles.Encode(64, 48, (_, _) => (128, 128, 128));

        Decoder.Decode(gray, "x").Pixels.Span[^1].Should().Be(128);
    }

    [Fact]
    public void A_canceled_walk_ends() =>
        FluentActions.Invoking(() => JpegData.Walk(ImageFiles.Read("progressive-422.jpg"), () => throw new OperationCanceledException()))
            .Should().Throw<OperationCanceledException>();

    private static IEnumerable<(string Name, byte[] Bytes)> Tails()
    {
        yield return ("nothing", []);
        yield return ("an end marker", EndMarker);
        yield return ("zeros", new byte[5000]);
        yield return ("zeros and an end marker", [.. new byte[500], .. EndMarker]);
        yield return ("a panorama's trailer", [0, 0, 1, 10, 14, 0, 0, 0, .. "Image_UTC_Data1417786320000SEFH"u8, 106, 0, 0, 0, .. "SEFT"u8]);
        yield return ("a video", [0, 0, 0, 24, .. "ftypmp42"u8, .. NoiseOf(20_000)]);
        yield return ("another image", File.ReadAllBytes(GoldenFiles.Fixture("clip-preprocess", "progressive.jpg")));
    }

    private static byte[] NoiseOf(int length)
    {
        var noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }
}
