using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ConsoleProgram;
using Mmva;

namespace MakeSoundtrack.Photos;

/// <summary>When a photo was taken, from its EXIF data: in JPEG, TIFF, PNG, WebP, HEIC, AVIF and raw files that are like TIFF.</summary>
internal static class CaptureTime
{
    // EXIF is at the start of a JPEG; of other formats it may be anywhere in the first megabytes
    private const int HeadBytes = 4 << 20;

    private const int Modified = 0x0132, ExifDirectory = 0x8769, DateTimeOriginal = 0x9003, DateTimeDigitized = 0x9004, Subseconds = 0x9291;
    private const int TextLength = 19, EntryBytes = 12, MaxEntries = 1000;

    /// <returns>The time on the clock of the camera, or null if the file does not say.</returns>
    public static DateTime? Of(string path)
    {
        try
        {
            if (LibraryFile.Of(path).Bytes == 0) return null; // opening a pipe would wait for its writer
            using var file = File.OpenRead(path);
            var head = new byte[Math.Min(file.Length, HeadBytes)];
            file.ReadExactly(head);
            return Of(head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MediaException)
        {
            return null; // reported when it is decoded
        }
    }

    public static DateTime? Of(ReadOnlySpan<byte> head)
    {
        if (IsTiff(head)) return OfTiff(head);
        for (var rest = head; rest.IndexOf("Exif\0\0"u8) is >= 0 and var at; rest = rest[(at + 6)..])
            if (IsTiff(rest[(at + 6)..]) && OfTiff(rest[(at + 6)..]) is { } time) return time;
        // PNG and WebP have no prefix
        foreach (var chunk in new[] { "eXIf", "EXIF" })
        {
            if (head.IndexOf(Encoding.ASCII.GetBytes(chunk)) is >= 0 and var at)
            {
                var data = head[(at + 4)..];
                if (chunk == "EXIF" && data.Length > 4) data = data[4..]; // the length follows the name
                if (IsTiff(data)) return OfTiff(data);
            }
        }
        return null;
    }

    private static bool IsTiff(ReadOnlySpan<byte> data) => data.StartsWith("II*\0"u8) || data.StartsWith("MM\0*"u8);

    private static DateTime? OfTiff(ReadOnlySpan<byte> tiff)
    {
        var big = tiff[0] == (byte)'M';
        var first = UInt32(tiff, 4, big);
        var exif = Find(tiff, first, ExifDirectory, big) is { } entry ? UInt32(tiff, entry + 8, big) : 0;
        return Time(tiff, exif, DateTimeOriginal, big) ?? Time(tiff, exif, DateTimeDigitized, big) ?? Time(tiff, first, Modified, big);
    }

    private static DateTime? Time(ReadOnlySpan<byte> tiff, uint directory, int tag, bool big)
    {
        if (directory == 0 || Text(tiff, directory, tag, big) is not { Length: >= TextLength } text) return null;
        if (!DateTime.TryParseExact(
            text[..TextLength], "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return null;
        // pictures of one second: a series
        return tag == DateTimeOriginal && Text(tiff, directory, Subseconds, big) is { } part
            && double.TryParse("0." + part.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var fraction)
            ? time.AddSeconds(fraction)
            : time;
    }

    private static string? Text(ReadOnlySpan<byte> tiff, uint directory, int tag, bool big)
    {
        const int ascii = 2;
        if (Find(tiff, directory, tag, big) is not { } entry || UInt16(tiff, entry + 2, big) != ascii) return null;
        var count = UInt32(tiff, entry + 4, big);
        var at = count <= 4 ? (uint)entry + 8 : UInt32(tiff, entry + 8, big);
        return count <= 100 && (long)at + count <= tiff.Length ? Encoding.ASCII.GetString(tiff.Slice((int)at, (int)count)).TrimEnd('\0') : null;
    }

    /// <summary>The position of an entry in a directory, or null.</summary>
    private static int? Find(ReadOnlySpan<byte> tiff, uint directory, int tag, bool big)
    {
        if (directory == 0 || directory > tiff.Length - 2) return null;
        var count = Math.Min((int)UInt16(tiff, (int)directory, big), MaxEntries);
        for (var i = 0; i < count; i++)
        {
            var at = (int)directory + 2 + (i * EntryBytes);
            if (at > tiff.Length - EntryBytes) return null;
            if (UInt16(tiff, at, big) == tag) return at;
        }
        return null;
    }

    private static ushort UInt16(ReadOnlySpan<byte> data, int at, bool big) => at > data.Length - 2 ? (ushort)0
        : big ? BinaryPrimitives.ReadUInt16BigEndian(data[at..]) : BinaryPrimitives.ReadUInt16LittleEndian(data[at..]);

    private static uint UInt32(ReadOnlySpan<byte> data, int at, bool big) => at > data.Length - 4 ? 0
        : big ? BinaryPrimitives.ReadUInt32BigEndian(data[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(data[at..]);
}
