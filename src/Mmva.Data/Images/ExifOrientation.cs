using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>Finds the orientation of an image, from 1 to 8 as EXIF counts them, where Skia does not.</summary>
internal static class ExifOrientation
{
    public const int Upright = 1;

    private const int Tag = 0x0112, Last = 8;

    /// <summary>Reads the eXIf chunk of a PNG file, wherever it is.</summary>
    public static int OfPng(ReadOnlySpan<byte> png)
    {
        const int signature = 8, chunkFrame = 12; // length, type and checksum around a chunk's data
        for (long at = signature; at + chunkFrame <= png.Length;)
        {
            var chunk = png[(int)at..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (length > chunk.Length - chunkFrame) break;
            if (chunk.Slice(4, 4).SequenceEqual("eXIf"u8)) return OfTiff(chunk.Slice(8, (int)length));
            at += length + chunkFrame;
        }
        return Upright;
    }

    /// <summary>Reads the first directory of a TIFF file or of EXIF data, in either byte order.</summary>
    public static int OfTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.StartsWith("Exif\0\0"u8)) tiff = tiff[6..]; // what JPEG puts before them
        return new TiffDirectory(tiff).Find(Tag) is >= Upright and <= Last and var orientation ? (int)orientation : Upright;
    }
}
