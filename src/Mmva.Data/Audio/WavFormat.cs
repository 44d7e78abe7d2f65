using System.Buffers.Binary;
using Mmva.Media;

namespace Mmva.Data.Audio;

/// <summary>How the samples of a WAV file are written (its <c>fmt </c> chunk).</summary>
internal sealed record WavFormat(bool IsFloat, int BytesPerSample, int Channels, int SampleRate)
{
    private const ushort Pcm = 1, IeeeFloat = 3, Extensible = 0xFFFE;
    private const int MaxSampleRate = 1_000_000;

    public int BytesPerFrame => BytesPerSample * Channels;

    /// <summary>Reads the chunk; null if the samples are compressed.</summary>
    public static WavFormat? Parse(ReadOnlySpan<byte> chunk, string name)
    {
        if (chunk.Length < 16) throw new MediaException(name, "is damaged: its WAV format chunk is too short.");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk), channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int frame = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]), bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        // the first two bytes of the sub-format's GUID are the tag that was meant
        if (tag == Extensible && chunk.Length >= 26) tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        if (tag is not (Pcm or IeeeFloat)) return null;

        var bytes = (bits + 7) / 8;
        if (channels == 0 || frame != bytes * channels || rate is 0 or > MaxSampleRate || !(tag == Pcm ? bytes is >= 1 and <= 4 : bits is 32 or 64))
            throw new MediaException(name, $"is damaged or of no common kind: its WAV header says {channels} channels of {bits} bits, {frame} bytes for them together, at {rate} Hz.");
        return new WavFormat(tag == IeeeFloat, bytes, channels, (int)rate);
    }

    /// <summary>Whole frames → the mean of their channels, full scale at ±1.</summary>
    public void Mix(ReadOnlySpan<byte> frames, Span<float> mono)
    {
        for (var i = 0; i < mono.Length; i++)
        {
            var sum = 0f;
            for (var channel = 0; channel < Channels; channel++, frames = frames[BytesPerSample..]) sum += Sample(frames);
            mono[i] = sum / Channels;
        }
    }

    private float Sample(ReadOnlySpan<byte> bytes) => (BytesPerSample, IsFloat) switch
    {
        (4, true) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (8, true) => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        (1, _) => (bytes[0] - 128) / 128f,
        (2, _) => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768f,
        (3, _) => (((sbyte)bytes[2] << 16) | BinaryPrimitives.ReadUInt16LittleEndian(bytes)) / 8388608f,
        _ => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648f,
    };
}
