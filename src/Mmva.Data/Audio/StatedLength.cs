using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>How long a file says that its audio is, and whether what was decoded of it is as long.</summary>
internal static class StatedLength
{
    /// <summary>The tolerance for uncompressed audio: some writers count parts of their header as samples.</summary>
    public const double PcmTolerance = 0.02;

    // headers of these formats count samples; ffmpeg reports hundredths of a second
    private const double ExactTolerance = 0.01;

    // Encoders state the frames that they wrote: decoders leave out the delay of the first, the padding of the last, and frames that are broken.
    private const double CodedTolerance = 0.25, CodedTolerancePerSecond = 0.01, CodedToleranceSamples = 3200;

    // a small part of a very short file is no tolerance
    private const double LargestShare = 0.4;

    private const int HeadBytes = 1 << 16, MaxObjects = 1000;

    private static readonly string[] Exact = ["flac", "wv", "tta", "ape", "tak"];

    /// <summary>Whether less was decoded than was stated.</summary>
    /// <param name="decoded">What was decoded, in seconds.</param>
    /// <param name="stated">What was stated, or <see langword="null"/> for nothing.</param>
    /// <param name="tolerance">What may be missing.</param>
    public static bool Misses(double decoded, double? stated, double tolerance) =>
        stated is { } seconds && decoded < seconds - Math.Min(tolerance, LargestShare * seconds);

    /// <summary>What may be missing of a stated duration, in seconds.</summary>
    public static double Tolerance(FfmpegReport report, double stated, double sampleRate) =>
        report.IsPcm ? PcmTolerance
        : Exact.Contains(report.Format) ? ExactTolerance
        : Math.Max(Math.Max(CodedTolerance, CodedTolerancePerSecond * stated), CodedToleranceSamples / sampleRate);

    /// <summary>The duration in the header of a file whose size ffmpeg believes instead; null for any other file.</summary>
    public static double? OfHeader(Stream file)
    {
        var head = Read(file, 0, HeadBytes);
        return head switch
        {
            [(byte)'c', (byte)'a', (byte)'f', (byte)'f', ..] => OfCaf(file),
            [0x30, 0x26, 0xB2, 0x75, ..] => OfWindowsMedia(head),
            [(byte)'D', (byte)'S', (byte)'D', (byte)' ', ..] => OfDsf(head),
            [(byte)'F', (byte)'R', (byte)'M', (byte)'8', ..] => OfDff(file, head),
            _ => null,
        };
    }

    /// <summary>How many bytes the last page of an Ogg file lacks, whose header says how many it has; otherwise at most 0.</summary>
    public static long MissingFromOgg(Stream file)
    {
        const int LargestPage = 27 + 255 + (255 * 255);
        if (Read(file, 0, 4) is not [(byte)'O', (byte)'g', (byte)'g', (byte)'S']) return 0;
        var tail = Read(file, Math.Max(0, file.Length - LargestPage), LargestPage);
        var at = tail.AsSpan().LastIndexOf("OggS"u8);
        if (at < 0) return 0;
        var page = tail.AsSpan(at);
        if (page.Length < 27 || page.Length < 27 + page[26]) return 1;
        var length = 27 + page[26];
        foreach (var segment in page.Slice(27, page[26])) length += segment;
        return length - page.Length;
    }

    // packets of a constant size: the size of the data says how many there are
    private static double? OfCaf(Stream file)
    {
        double rate = 0;
        uint packetBytes = 0, packetFrames = 0;
        long at = 8;
        for (var chunks = 0; chunks < MaxObjects && Read(file, at, 12 + 32) is { Length: >= 12 } chunk; chunks++)
        {
            var size = BinaryPrimitives.ReadInt64BigEndian(chunk.AsSpan(4));
            if (chunk.AsSpan().StartsWith("desc"u8) && chunk.Length == 12 + 32)
            {
                rate = BinaryPrimitives.ReadDoubleBigEndian(chunk.AsSpan(12));
                packetBytes = BinaryPrimitives.ReadUInt32BigEndian(chunk.AsSpan(28));
                packetFrames = BinaryPrimitives.ReadUInt32BigEndian(chunk.AsSpan(32));
            }
            if (chunk.AsSpan().StartsWith("data"u8))
                return size > 4 && packetBytes > 0 && rate > 0 ? (double)((size - 4) / packetBytes) * packetFrames / rate : null;
            if (size < 0 || size > file.Length) return null;
            at += 12 + size;
        }
        return null;
    }

    // the header's object of file properties: the duration in units of 100 ns, which includes the preroll, in milliseconds
    private static double? OfWindowsMedia(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> fileProperties = [0xA1, 0xDC, 0xAB, 0x8C, 0x47, 0xA9, 0xCF, 0x11, 0x8E, 0xE4, 0x00, 0xC0, 0x0C, 0x20, 0x53, 0x65];
        const uint isBroadcast = 1;
        var at = head.IndexOf(fileProperties);
        if (at < 0 || head.Length < at + 92) return null;
        var properties = head[at..];
        if ((BinaryPrimitives.ReadUInt32LittleEndian(properties[88..]) & isBroadcast) != 0) return null;
        var duration = BinaryPrimitives.ReadInt64LittleEndian(properties[64..]);
        var preroll = BinaryPrimitives.ReadInt64LittleEndian(properties[80..]);
        var seconds = (duration / 1e7) - (preroll / 1e3);
        return seconds > 0 ? seconds : null;
    }

    // one bit a sample; the header counts them
    private static double? OfDsf(ReadOnlySpan<byte> head)
    {
        if (head.Length < 72 || !head[28..].StartsWith("fmt "u8)) return null;
        var (rate, samples) = (BinaryPrimitives.ReadUInt32LittleEndian(head[56..]), BinaryPrimitives.ReadInt64LittleEndian(head[64..]));
        return rate > 0 && samples > 0 ? (double)samples / rate : null;
    }

    private static double? OfDff(Stream file, ReadOnlySpan<byte> head)
    {
        var (rateAt, channelsAt) = (head.IndexOf("FS  "u8), head.IndexOf("CHNL"u8));
        if (rateAt < 0 || channelsAt < 0 || head.Length < Math.Max(rateAt, channelsAt) + 16) return null;
        var rate = BinaryPrimitives.ReadUInt32BigEndian(head[(rateAt + 12)..]);
        var channels = BinaryPrimitives.ReadUInt16BigEndian(head[(channelsAt + 12)..]);
        long at = 16;
        for (var chunks = 0; chunks < MaxObjects && Read(file, at, 12) is { Length: 12 } chunk; chunks++)
        {
            var size = BinaryPrimitives.ReadInt64BigEndian(chunk.AsSpan(4));
            if (chunk.AsSpan().StartsWith("DSD "u8)) return size > 0 && rate > 0 && channels > 0 ? size * 8.0 / channels / rate : null;
            if (size < 0 || size > file.Length) return null;
            at += 12 + size + (size & 1);
        }
        return null;
    }

    private static byte[] Read(Stream file, long at, int count)
    {
        var bytes = new byte[Math.Clamp(file.Length - at, 0, count)];
        file.Position = at;
        file.ReadExactly(bytes);
        return bytes;
    }
}
