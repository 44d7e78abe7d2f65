using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>A format of images by its content, and who decodes it.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="IsForSkia">Whether Skia decodes it.</param>
/// <param name="Demuxer">
/// The demuxer of ffmpeg that reads it, or what Skia does not know of it; <see langword="null"/> if ffmpeg does not, or returns other colors.
/// </param>
/// <param name="IsRaw">Whether it holds the values of a camera's sensor.</param>
internal sealed record ImageFormat(string Name, bool IsForSkia, string? Demuxer = null, bool IsRaw = false)
{
    public const string Jpeg = "JPEG", Png = "PNG", Tiff = "TIFF", BigTiff = "BigTIFF", Avif = "AVIF", Heic = "HEIC", JpegXl = "JPEG XL",
        Jpeg2000 = "JPEG 2000", Jpeg2000Codestream = "JPEG 2000 codestream", Photoshop = "Photoshop";

    private const int TiffCompression = 259, TiffPhotometric = 262, TiffTileWidth = 322, TiffSubfile = 254, TiffExtraSamples = 338;
    private const int DngVersion = 50706, SubDirectories = 330;

    public static ImageFormat? Find(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("RIFF"u8)) return Slice(file, 8, 4).SequenceEqual("WEBP"u8) ? new("WebP", IsForSkia: true) : null;
        if (Slice(file, 4, 4).SequenceEqual("ftyp"u8)) return IsoMedia(file);
        return Common(file) ?? TiffKind(file) ?? Rare(file);
    }

    private static ImageFormat? Common(ReadOnlySpan<byte> file) =>
        file is [0xFF, 0xD8, 0xFF, not 0xF7, ..] ? new(Jpeg, IsForSkia: true)
        : file is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] ? new(Png, IsForSkia: true)
        : file.StartsWith("GIF8"u8) ? new("GIF", IsForSkia: true, "gif")
        : file.StartsWith("BM"u8) && Slice(file, 15, 3) is [0, 0, 0] && file[14] is >= 12 and <= 124 ? new("BMP", IsForSkia: true, "bmp_pipe")
        : null;

    private static ImageFormat? Rare(ReadOnlySpan<byte> file) =>
        file.StartsWith("\0\0\0\x0CjP  "u8) ? new(Jpeg2000, IsForSkia: false, "j2k_pipe")
        : file is [0xFF, 0x4F, 0xFF, 0x51, ..] ? new(Jpeg2000Codestream, IsForSkia: false, "j2k_pipe")
        : file is [0xFF, 0x0A, ..] || file.StartsWith("\0\0\0\x0CJXL "u8) ? new(JpegXl, IsForSkia: false, "jpegxl_pipe")
        : file.StartsWith("8BPS"u8) ? new(Photoshop, IsForSkia: false, "psd_pipe")
        : file.StartsWith("FUJIFILMCCD-RAW"u8) ? Raw("RAF")
        : file.StartsWith("FOVb"u8) ? Raw("X3F")
        : file.StartsWith("\0MRM"u8) ? Raw("MRW")
        : null;

    // camera files are TIFF files whose first directory is not the photo, or holds the sensor's values
    private static ImageFormat? TiffKind(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith("IIU\0"u8) || file.StartsWith("IIRO"u8) || file.StartsWith("IIRS"u8) || file.StartsWith("MMOR"u8)) return Raw("RAW");
        if (file.StartsWith("II+\0"u8) || file.StartsWith("MM\0+"u8)) return new(BigTiff, IsForSkia: false);
        if (!file.StartsWith("II*\0"u8) && !file.StartsWith("MM\0*"u8)) return null;
        if (Slice(file, 8, 2).SequenceEqual("CR"u8)) return Raw("CR2");
        var directory = new TiffDirectory(file);
        const int sensor = 32803, linearSensor = 34892, olderJpeg = 6;
        if (directory.Values(DngVersion).Length > 0) return Raw("DNG");
        if (directory.Find(TiffPhotometric) is sensor or linearSensor) return Raw("RAW");
        if ((directory.Find(TiffSubfile) & 1) == 1 && directory.Values(SubDirectories).Length > 0) return Raw("RAW");
        if (directory.Find(TiffCompression) is olderJpeg && directory.Values(SubDirectories).Length > 0) return Raw("RAW");
        return new(Tiff, IsForSkia: false, IsPlain(directory) ? "tiff_pipe" : null);
    }

    // ffmpeg takes CMYK and Lab for RGB, and premultiplied colors for others, and reads strips only
    private static bool IsPlain(TiffDirectory directory)
    {
        const uint palette = 3, yCbCr = 6, premultiplied = 1;
        return directory.IsEmpty || (directory.Find(TiffExtraSamples) != premultiplied
            && directory.Values(TiffTileWidth).Length == 0 && directory.Find(TiffPhotometric) is <= palette or yCbCr);
    }

    private static ImageFormat? IsoMedia(ReadOnlySpan<byte> file)
    {
        var brand = Slice(file, 8, 4);
        if (brand.SequenceEqual("crx "u8)) return Raw("CR3");
        if (brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8)) return OfAvif(file);
        var heif = "mif1msf1heicheixhevcheimheishevmhevsmif2miaf"u8;
        for (var i = 0; i < heif.Length; i += 4)
            if (brand.SequenceEqual(heif.Slice(i, 4))) return Brands(file).IndexOf("avif"u8) >= 0 ? OfAvif(file) : new(Heic, IsForSkia: false);
        return null;
    }

    // Older versions of ffmpeg read neither tiles nor transparency.
    private static ImageFormat OfAvif(ReadOnlySpan<byte> file) =>
        new(Avif, IsForSkia: false, HeifItems.Parse(file) is { Type: "av01", HasAlpha: false } ? "mov" : null);

    private static ReadOnlySpan<byte> Brands(ReadOnlySpan<byte> file) =>
        file[8..(int)Math.Clamp(BinaryPrimitives.ReadUInt32BigEndian(file), 8, Math.Min(file.Length, 256))];

    private static ImageFormat Raw(string name) => new($"a camera's raw format ({name})", IsForSkia: false, IsRaw: true);

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> file, int start, int length) =>
        file.Length >= start + length ? file.Slice(start, length) : default;
}
