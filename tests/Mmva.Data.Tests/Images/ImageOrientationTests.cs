using System.Buffers.Binary;

namespace Mmva.Data.Tests.Images;

public class ImageOrientationTests
{
    private static readonly SkiaImageDecoder Decoder = new();

    [Theory]
    [InlineData(1, false, "rgb")]
    [InlineData(6, false, "rgb")]
    [InlineData(6, true, "rgb")]
    [InlineData(8, true, "rgb")]
    [InlineData(9, true, "rgb")]
    [InlineData(0, false, "rgb")]
    public void The_orientation_in_a_PNG_is_applied_in_either_byte_order_and_at_any_place(int orientation, bool bigEndian, string colors)
    {
        byte[] row = [0, .. "rrrgggbbb"u8];
        foreach (var prefix in new[] { Array.Empty<byte>(), "Exif\0\0"u8.ToArray() })
        {
            var chunk = Png.Chunk("eXIf"u8, [.. prefix, .. Exif(orientation, bigEndian)]);
            var before = Png.File(3, 1, Png.Rgb, 8, row, chunk);
            var plain = Png.File(3, 1, Png.Rgb, 8, row);
            byte[] behind = [.. plain[..^12], .. chunk, .. plain[^12..]];
            foreach (var png in new[] { before, behind })
            {
                var image = Decoder.Decode(png, "x");
                var expected = orientation switch { 6 => colors, 8 => string.Concat(colors.Reverse()), _ => colors };
                (image.Width, image.Height).Should().Be(orientation is 6 or 8 ? (1, 3) : (3, 1));
                string.Concat(image.Pixels.ToArray().Chunk(3).Select(pixel => (char)pixel[0])).Should().Be(expected);
            }
        }
    }

    [Fact]
    public void Fuzzed_EXIF_data_have_an_orientation_or_none()
    {
        var random = new Random(3);
        for (var i = 0; i < 20_000; i++)
        {
            var exif = Exif(6, bigEndian: i % 2 == 0);
            for (var flips = random.Next(1, 5); flips > 0; flips--) exif[random.Next(exif.Length)] = (byte)random.Next(256);
            ExifOrientation.OfTiff(exif.AsSpan(0, random.Next(exif.Length + 1))).Should().BeInRange(1, 8);
        }
    }

    [Fact]
    public void Fuzzed_chunks_and_boxes_end_the_search()
    {
        var random = new Random(5);
        var files = new[] { Png.File(3, 1, Png.Rgb, 8, [0, .. "rrrgggbbb"u8], Png.Chunk("eXIf"u8, Exif(6, false))), ImageFiles.Read("turned.avif") };
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])files[i % 2].Clone();
            for (var flips = random.Next(1, 6); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var part = bytes.AsSpan(0, random.Next(bytes.Length + 1));
            ExifOrientation.OfPng(part).Should().BeInRange(1, 8);
            (HeifItems.Parse(part)?.Orientation ?? 1).Should().BeInRange(1, 8);
        }
    }

    [Fact]
    public void Millions_of_extents_and_properties_without_bytes_take_no_time()
    {
        const int items = 60_000;
        byte[] pitm = Box("pitm", [0, 0, 0, 0, 0, 1]);
        // sizes of 0: an item of 8 bytes has 65,535 extents
        var iloc = Box("iloc", [1, 0, 0, 0, 0, 0, 0xEA, 0x60, .. Enumerable.Repeat<byte[]>([0, 1, 0, 0, 0, 0, 0xFF, 0xFF],
            items).SelectMany(i => i)]);
        var properties = Box("ipco", [.. Enumerable.Repeat(Box("auxC", new byte[4]), 100).SelectMany(b => b), .. Box("auxC", new byte[1 << 20])]);
        var ipma = Box("ipma", [0, 0, 0, 0, 0, 0, 0xEA, 0x60, .. Enumerable.Repeat<byte[]>([0, 2, 1, 101], items).SelectMany(i => i)]);
        var file = Box("meta", [0, 0, 0, 0, .. pitm, .. iloc, .. Box("iprp", [.. properties, .. ipma])]);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        HeifItems.Parse(file)!.HasAlpha.Should().BeFalse();

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(5), "it was minutes");

        static byte[] Box(string type, byte[] content)
        {
            var box = new byte[8 + content.Length];
            BinaryPrimitives.WriteInt32BigEndian(box, box.Length);
            System.Text.Encoding.ASCII.GetBytes(type, box.AsSpan(4));
            content.CopyTo(box, 8);
            return box;
        }
    }

    [Theory]
    [InlineData("o6.jpg")]
    [InlineData("o6.webp")]
    [InlineData("o6.png")]
    public void Three_formats_are_turned_in_the_same_way(string name)
    {
        var image = Decoder.Decode(ImageFiles.PathOf(name));

        (image.Width, image.Height).Should().Be((48, 64));
        var stored = new SkiaImageDecoder(new() { ApplyOrientation = false }).Decode(ImageFiles.PathOf(name));
        (stored.Width, stored.Height).Should().Be((64, 48));
        image.Pixels.Slice(3 * 47, 3).ToArray().Should().Equal(stored.Pixels[..3].ToArray(), "the first corner is at the upper right now");
    }

    internal static byte[] Exif(int orientation, bool bigEndian)
    {
        var tiff = new byte[8 + 2 + 24 + 4];
        (bigEndian ? "MM\0*"u8 : "II*\0"u8).CopyTo(tiff);
        Action<int, ushort> write16 = bigEndian
            ? (at, value) => BinaryPrimitives.WriteUInt16BigEndian(tiff.AsSpan(at), value)
            : (at, value) => BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(at), value);
        Action<int, uint> write32 = bigEndian
            ? (at, value) => BinaryPrimitives.WriteUInt32BigEndian(tiff.AsSpan(at), value)
            : (at, value) => BinaryPrimitives.WriteUInt32LittleEndian(tiff.AsSpan(at), value);
        write32(4, 8);
        write16(8, 2);
        (int Tag, int Value)[] entries = [(0x0106, 2), (0x0112, orientation)];
        for (var i = 0; i < entries.Length; i++)
        {
            var at = 10 + (12 * i);
            write16(at, (ushort)entries[i].Tag);
            write16(at + 2, 3);
            write32(at + 4, 1);
            write16(at + 8, (ushort)entries[i].Value);
        }
        return tiff;
    }
}
