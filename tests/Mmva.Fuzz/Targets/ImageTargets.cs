using System.Buffers.Binary;
using System.IO.Hashing;
using Mmva.Data;
using Mmva.Data.Tests.Images;
using Mmva.Fuzz.Engine;

namespace Mmva.Fuzz.Targets;

/// <summary>Images that are decoded in this process, and parts of their formats that this project reads itself.</summary>
internal static class ImageTargets
{
    private const string Files = "Mmva.Data.Tests/Images/Files";

    private static readonly SkiaImageDecoder Decoder = new(new() { MaxPixels = 1 << 18, FfmpegPath = "/nonexistent" });

    public static IEnumerable<FuzzTarget> All =>
    [
        new ParserTarget("jpeg-data", "JpegData: markers, tables, scans", bytes =>
        {
            JpegData.Outline(bytes);
            JpegData.Walk(bytes, () => { });
        }, () => Jpegs(1900)) { Dictionary = Markers },
        new ParserTarget("tiff-directory", "EXIF orientation, TIFF directories, and what they say of the format", bytes =>
        {
            ExifOrientation.OfTiff(bytes);
            ExifOrientation.OfPng(bytes);
            ImageFormat.Find(bytes);
        }, () => [.. Fixtures.All(Files, "*.tif", 1300), Exif(true), Exif(false),
            Png.File(3, 1, Png.Rgb, 8, [0, .. "rrrgggbbb"u8], Png.Chunk("eXIf"u8, Exif(false)))]),
        new ParserTarget("heif-items", "items and properties of HEIC and AVIF", bytes =>
        {
            HeifItems.Parse(bytes);
            ImageFormat.Find(bytes);
        }, () => [.. Fixtures.All(Files, "*.avif", 1000), .. Fixtures.All(Files, "*.heic", 1000)])
        { Dictionary = [.. new[] { "ftyp", "meta", "hdlr", "pitm", "iloc", "iinf", "infe", "iprp", "ipco", "ipma", "irot", "imir", "ispe", "grid",
            "avif", "heic" }.Select(w => System.Text.Encoding.ASCII.GetBytes(w))] },
        new ParserTarget("media-signatures", "kinds and formats by the first bytes", bytes =>
        {
            MediaFiles.KindOf(bytes);
            MediaSignature.Find(bytes);
            ImageFormat.Find(bytes);
        }, () => [.. Fixtures.All(Files, "*.*", 1000), [.. "RIFF\0\0\0\0WAVEfmt "u8], [.. "OggS"u8], [.. "ID3\u0003"u8],
            [0x47, .. new byte[187], 0x47, .. new byte[187], 0x47],
            [.. "\0\0\0\u0018ftypisom"u8], [0x1A, 0x45, 0xDF, 0xA3, 0x42, 0x82, 0x88, .. "matroska"u8]]) { Most = 1024 },
        new ParserTarget("images", "SkiaImageDecoder: JPEG with its check, PNG, WebP, GIF, BMP", bytes =>
        {
            if (ImageFormat.Find(bytes) is { IsForSkia: true }) Decoder.Decode(bytes, "x");
        }, () => [.. Jpegs(1900), .. Pngs(), Fixtures.Read(Files, "o6.webp"), Gif(), Bmp()]) { Dictionary = Markers, Repairing = FitChecksums,
            Most = 4096 },
    ];

    private static IReadOnlyList<byte[]> Markers =>
    [
        [0xFF, 0xD8], [0xFF, 0xC0], [0xFF, 0xC1], [0xFF, 0xC2], [0xFF, 0xC4], [0xFF, 0xDA], [0xFF, 0xDB], [0xFF, 0xDD], [0xFF, 0xD0], [0xFF, 0xD9],
        [0xFF, 0xE1], [0xFF, 0xEE],
        .. new[] { "IHDR", "PLTE", "tRNS", "IDAT", "IEND", "eXIf", "acTL", "fcTL", "RIFF", "VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "GIF89a",
        "Exif\0\0", "Adobe" }
            .Select(word => System.Text.Encoding.ASCII.GetBytes(word)),
    ];

    private static IEnumerable<byte[]> Jpegs(int most) => Fixtures.All(Files, "*.jpg", most);

    private static IEnumerable<byte[]> Pngs() =>
    [
        Fixtures.Read(Files, "o6.png"), Png.File(3, 1, Png.Rgb, 8, [0, .. "rrrgggbbb"u8], Png.Chunk("eXIf"u8, Exif(false))),
        Png.File(2, 2, Png.Palette, 8, [0, 0, 1, 0, 1, 0], Png.Chunk("PLTE"u8, [255, 0, 0, 0, 255, 0]), Png.Chunk("tRNS"u8, [0, 128])),
        Png.File(4, 2, Png.Gray, 16, [0, .. new byte[8], 1, .. new byte[8]]), Png.File(2, 1, Png.Rgba, 8, [4, .. new byte[8]]),
    ];

    private static byte[] Exif(bool isBig) => isBig
        ? [.. "MM\0*"u8, 0, 0, 0, 8, 0, 2, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 1, 0x0F, 0, 2, 0, 0, 0, 4, .. "abc\0"u8, 0, 0, 0, 0]
        : [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0x69, 0x87, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0];

    private static byte[] Gif() =>
    [
        .. "GIF89a"u8, 2, 0, 2, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 255, 0x21, 0xF9, 4, 0, 0, 0, 0, 0, 0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2, 3, 0x44, 0x12,
        0x05, 0, 0x3B,
    ];

    private static byte[] Bmp() =>
    [
        .. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0,
    ];

    // PNG's chunks
    private static void FitChecksums(Span<byte> file)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])) return;
        for (var rest = file[Math.Min(8, file.Length)..]; rest.Length >= 12;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12) return;
            BinaryPrimitives.WriteUInt32BigEndian(rest[(8 + (int)length)..], Crc32.HashToUInt32(rest.Slice(4, 4 + (int)length)));
            rest = rest[(12 + (int)length)..];
        }
    }
}
