using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>
/// Whether a JPEG has the data of all its rows. Neither its length nor a marker at its end says so: panoramas have no end marker, phones put
/// videos behind it, and decoders fill missing rows with gray.
/// </summary>
internal static class JpegData
{
    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, HuffmanTables = 0xC4, RestartInterval = 0xDD;

    // at the end of the data of an image, before nothing but zeros
    private const int MostZeros = 4;

    /// <summary>The markers alone, which takes no time.</summary>
    /// <param name="EndsCleanly">Every scan is followed by what may follow one, up to the end marker.</param>
    /// <param name="HasOneScan">The rows come one after the other, so that the last pixel shows whether all are there.</param>
    internal readonly record struct Markers(bool EndsCleanly, bool HasOneScan);

    /// <param name="IsWhole">All rows are there.</param>
    /// <param name="End">Where the data of the image end: what lies behind is not part of it.</param>
    internal readonly record struct Rows(bool IsWhole, int End);

    /// <summary>Walks from marker to marker, so that an embedded thumbnail or what lies behind is not mistaken for the end.</summary>
    public static Markers Outline(ReadOnlySpan<byte> bytes)
    {
        var (scans, isProgressive) = (0, false);
        for (var at = 2; NextMarker(bytes, ref at) is { } marker; )
        {
            if (marker == EndOfImage) return new(scans > 0, scans == 1 && !isProgressive);
            if (marker == StartOfImage && scans > 0) break; // another image
            if (IsStandalone(marker)) continue;
            if ((scans > 0 && !MayFollowScan(marker)) || Segment(bytes, ref at).Length == 0) break;
            isProgressive |= marker is 0xC2 or 0xCA;
            if (marker == StartOfScan) scans++;
        }
        return new(false, scans == 1 && !isProgressive);
    }

    /// <summary>Goes through the data of every scan.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="check">Called now and then; throws to end the work.</param>
    /// <returns>What was found, or null where only the decoder can tell: arithmetic coding, lossless JPEG, a damaged header.</returns>
    public static Rows? Walk(ReadOnlySpan<byte> bytes, Action check)
    {
        JpegFrame? frame = null;
        JpegHuffmanTable?[] dc = new JpegHuffmanTable?[4], ac = new JpegHuffmanTable?[4];
        var restartInterval = 0;
        var (at, end) = (2, 0);
        var (rowsMissing, lastIsShort, ended, done) = (false, false, false, false);
        while (!ended && !done && NextMarker(bytes, ref at) is { } marker)
        {
            if (marker == StartOfImage && end > 0) break;
            if (marker == EndOfImage) ended = true;
            if (ended || IsStandalone(marker)) continue;
            if (end > 0 && !MayFollowScan(marker)) break;
            var segment = Segment(bytes, ref at);
            if (segment.Length == 0) break;
            segment = segment[2..];
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2 when frame is null:
                    frame = JpegFrame.Parse(segment, isProgressive: marker == 0xC2);
                    if (frame is null) return null;
                    break;
                case HuffmanTables:
                    done = !ReadTables(segment, dc, ac);
                    break;
                case >= 0xC0 and <= 0xCF and not 0xC8 and not 0xCC:
                    return null;
                case RestartInterval when segment.Length >= 2:
                    restartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
                    break;
                case StartOfScan:
                    if (frame is null) return null;
                    var isFirst = !frame.HasAllRows;
                    var outcome = JpegScan.Walk(bytes, ref at, segment, frame, dc, ac, restartInterval, check);
                    done = outcome == JpegScan.Outcome.Invalid;
                    if (done) break;
                    end = at;
                    lastIsShort = outcome == JpegScan.Outcome.Short;
                    rowsMissing |= lastIsShort && (isFirst || !frame.IsProgressive);
                    done = rowsMissing || (frame.IsCovered && !lastIsShort);
                    break;
            }
        }
        if (frame is null || end == 0) return null;
        // damage within a refining scan that others follow costs no row; without an end marker, such scans may be missing
        return new(!rowsMissing && !lastIsShort && (ended ? frame.HasAllRows : frame.IsCovered && !EndsInZeros(bytes, end)), end);
    }

    // a download that was given its full length at its start: zeros are codes like any others, and their rows would be flat
    private static bool EndsInZeros(ReadOnlySpan<byte> bytes, int end) => end - bytes.TrimEnd((byte)0).Length > MostZeros;

    private static bool ReadTables(ReadOnlySpan<byte> segment, JpegHuffmanTable?[] dc, JpegHuffmanTable?[] ac)
    {
        while (segment.Length > 0)
        {
            var kind = segment[0];
            segment = segment[1..];
            if ((kind & 15) > 3 || kind >> 4 > 1 || JpegHuffmanTable.Read(ref segment) is not { } table) return false;
            (kind >> 4 == 0 ? dc : ac)[kind & 15] = table;
        }
        return true;
    }

    // fill bytes between segments and the data of a scan are skipped up to the next marker
    private static byte? NextMarker(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (at < bytes.Length)
        {
            var next = bytes[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= bytes.Length) break;
            at += next + 1;
            if (bytes[at] is not (0 or 0xFF)) return bytes[at++];
        }
        at = bytes.Length;
        return null;
    }

    // the length and the data; nothing where the file ends within
    private static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (at + 2 > bytes.Length) return default;
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
        if (length < 2 || at + length > bytes.Length) return default;
        var segment = bytes.Slice(at, length);
        at += length;
        return segment;
    }

    private static bool IsStandalone(byte marker) => marker is 0x01 or >= 0xD0 and <= 0xD8;

    // tables, restart interval, number of lines, the next scan, application data, comments
    private static bool MayFollowScan(byte marker) =>
        marker is HuffmanTables or StartOfScan or 0xCC or 0xDB or 0xDC or RestartInterval or >= 0xE0 and <= 0xEF or 0xFE;
}
