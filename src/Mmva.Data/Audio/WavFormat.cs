using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>The sample format of a WAV file (its <c>fmt </c> chunk).</summary>
internal sealed record WavFormat(bool IsFloat, bool IsBigEndian, int BytesPerSample, int Channels, int SampleRate)
{
    private const ushort Pcm = 1, IeeeFloat = 3, Extensible = 0xFFFE;
    private const int MaxSampleRate = 1_000_000;

    public int BytesPerFrame => BytesPerSample * Channels;

    /// <summary>Parses the chunk; returns null if the samples are compressed.</summary>
    public static WavFormat? Parse(ReadOnlySpan<byte> chunk, bool isBigEndian, string name)
    {
        if (chunk.Length < 16) throw new MediaException(name, "is damaged: its WAV format chunk is too short.");
        int tag = Two(chunk, 0, isBigEndian), channels = Two(chunk, 2, isBigEndian);
        var rate = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int frame = Two(chunk, 12, isBigEndian), bits = Two(chunk, 14, isBigEndian);
        // the sub-format's GUID begins with the actual tag; big-endian writers disagree on the order of its bytes
        if (tag == Extensible && chunk.Length >= 28)
        {
            int[] tags = [Two(chunk, 24, isBigEndian), Two(chunk, 24, isBigEndian: false), Two(chunk, 26, isBigEndian)];
            tag = tags.FirstOrDefault(t => t is Pcm or IeeeFloat);
        }
        if (tag is not (Pcm or IeeeFloat)) return null;

        var bytes = (bits + 7) / 8;
        if (channels == 0 || frame != bytes * channels || rate is 0 or > MaxSampleRate || !(tag == Pcm ? bytes is >= 1 and <= 4 : bits is 32 or 64))
            throw new MediaException(
                name,
                $"is damaged or not supported: its WAV header declares {channels} channels of {bits} bits, {frame} bytes per frame, at {rate} Hz.");
        return new WavFormat(tag == IeeeFloat, isBigEndian, bytes, channels, (int)rate);
    }

    /// <summary>Converts samples, with full scale at ±1.</summary>
    /// <param name="bytes">At least the bytes of <paramref name="samples"/>; they may be overwritten.</param>
    /// <param name="samples">The result, for all channels.</param>
    public void ToFloats(Span<byte> bytes, Span<float> samples)
    {
        bytes = bytes[..(samples.Length * BytesPerSample)];
        if (IsBigEndian && BytesPerSample > 1)
            for (var i = 0; i < bytes.Length; i += BytesPerSample) bytes.Slice(i, BytesPerSample).Reverse();
        switch (BytesPerSample, IsFloat)
        {
            case (4, true):
                for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
                break;
            case (8, true):
                for (var i = 0; i < samples.Length; i++) samples[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]);
                break;
            case (1, _):
                for (var i = 0; i < samples.Length; i++) samples[i] = (bytes[i] - 128) / 128f;
                break;
            case (2, _):
                for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) / 32768f;
                break;
            case (3, _):
                for (var i = 0; i < samples.Length; i++) samples[i] = Int24(bytes[(3 * i)..]) / 8388608f;
                break;
            default:
                for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]) / 2147483648f;
                break;
        }
    }

    private static int Two(ReadOnlySpan<byte> bytes, int at, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static int Int24(ReadOnlySpan<byte> bytes) => ((sbyte)bytes[2] << 16) | (bytes[1] << 8) | bytes[0];
}
