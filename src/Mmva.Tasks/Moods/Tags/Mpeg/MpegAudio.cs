using System.Buffers.Binary;

namespace Mmva.Tasks;

/// <summary>The frames of MPEG audio.</summary>
/// <param name="Start">Where the first one is in the file.</param>
internal sealed record MpegAudio(long Start)
{
    private const int HeaderLength = 4, SearchedBytes = 1 << 16, CountsLength = 12;
    private const uint SameStream = 0xFFFE0C00; // version, layer and sampling rate

    private static readonly int[] // in kbit/s, by version and layer
        Layer1 = [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
        Layer2 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
        Layer3 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        LowLayer1 = [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
        LowOthers = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
        Rates = [44_100, 48_000, 32_000];

    /// <summary>Finds the first frame: one that another one follows, or the end.</summary>
    public static MpegAudio? Find(TagFile file, long start)
    {
        var bytes = file.ReadUpTo(start, SearchedBytes);
        for (var i = 0; i + HeaderLength <= bytes.Length; i++)
        {
            if (bytes[i] != 0xFF) continue;
            var header = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(i));
            if (LengthOf(header) is not (> 0 and var length)) continue;
            var next = start + i + length;
            if (next == file.Length) return new(start + i);
            if (next + HeaderLength > file.Length) continue;
            if (IsSame(header, file.ReadUInt32(next))) return new(start + i);
        }
        return null;
    }

    /// <summary>Checks that the file holds as much as its first frame says, and that its last frame is complete.</summary>
    public void CheckEnd(TagFile file)
    {
        var first = file.ReadUInt32(Start);
        if (BytesInHeader(file, first) is { } stated && Start + stated > file.Length && stated > file.Length)
            throw file.Truncated($": it has {file.Length - Start:N0} of {stated:N0} bytes of audio");

        // what is not a frame ends the audio: a tag, or damage, behind which nothing can be said
        var (position, buffer, bufferStart) = (Start, Array.Empty<byte>(), Start);
        while (position + HeaderLength <= file.Length)
        {
            if (position + HeaderLength > bufferStart + buffer.Length)
            {
                buffer = file.ReadUpTo(position, SearchedBytes);
                bufferStart = position;
            }
            var header = BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan((int)(position - bufferStart)));
            if (!IsSame(first, header)) return;
            var length = LengthOf(header);
            if (position + length > file.Length) throw file.Truncated($": its last frame has {file.Length - position:N0} of {length:N0} bytes");
            position += length;
        }
    }

    // the length of all frames by the first one, which has no audio in files of most encoders
    private long? BytesInHeader(TagFile file, uint header)
    {
        const int HasFrames = 1, HasBytes = 2;
        var (isFull, isMono) = ((header >> 19 & 3) == 3, (header >> 6 & 3) == 3);
        var at = Start + HeaderLength + (isFull ? isMono ? 17 : 32 : isMono ? 9 : 17);
        var counts = file.ReadUpTo(at, HeaderLength + CountsLength);
        if (counts.Length < HeaderLength + CountsLength) return null;
        if (!counts.AsSpan().StartsWith("Xing"u8) && !counts.AsSpan().StartsWith("Info"u8)) return null;
        var flags = counts[7];
        return (flags & HasBytes) == 0 ? null : BinaryPrimitives.ReadUInt32BigEndian(counts.AsSpan((flags & HasFrames) != 0 ? 12 : 8));
    }

    private static bool IsSame(uint first, uint header) => ((first ^ header) & SameStream) == 0 && LengthOf(header) > 0;

    // in bytes, or 0 if this is not the header of a frame
    private static int LengthOf(uint header)
    {
        var (version, layer, bitrate, rate) = ((int)(header >> 19 & 3), (int)(header >> 17 & 3), (int)(header >> 12 & 15), (int)(header >> 10 & 3));
        if (header >> 21 != 0x7FF || version == 1 || layer == 0 || bitrate is 0 or 15 || rate == 3) return 0;
        var isFull = version == 3;
        var rates = (isFull, layer) switch { (true, 3) => Layer1, (true, 2) => Layer2, (true, _) => Layer3, (false, 3) => LowLayer1, _ => LowOthers };
        var hertz = Rates[rate] >> (isFull ? 0 : version == 2 ? 1 : 2);
        var padding = (int)(header >> 9 & 1);
        return layer == 3 ? (12_000 * rates[bitrate] / hertz + padding) * 4
            : (layer == 1 && !isFull ? 72_000 : 144_000) * rates[bitrate] / hertz + padding;
    }
}
