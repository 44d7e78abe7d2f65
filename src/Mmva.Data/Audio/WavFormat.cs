using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>The sample format of a WAV file (its <c>fmt </c> chunk).</summary>
internal sealed record WavFormat(bool IsFloat, int BytesPerSample, int Channels, int SampleRate)
{
    private const ushort Pcm = 1, IeeeFloat = 3, Extensible = 0xFFFE;
    private const int MaxSampleRate = 1_000_000;

    public int BytesPerFrame => BytesPerSample * Channels;

    /// <summary>Parses the chunk; returns null if the samples are compressed.</summary>
    public static WavFormat? Parse(ReadOnlySpan<byte> chunk, string name)
    {
        if (chunk.Length < 16) throw new MediaException(name, "is damaged: its WAV format chunk is too short.");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk), channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int frame = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]), bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        // the first two bytes of the sub-format's GUID are the actual tag
        if (tag == Extensible && chunk.Length >= 26) tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        if (tag is not (Pcm or IeeeFloat)) return null;

        var bytes = (bits + 7) / 8;
        if (channels == 0 || frame != bytes * channels || rate is 0 or > MaxSampleRate || !(tag == Pcm ? bytes is >= 1 and <= 4 : bits is 32 or 64))
            throw new MediaException(
                name,
                $"is damaged or not supported: its WAV header declares {channels} channels of {bits} bits, {frame} bytes per frame, at {rate} Hz.");
        return new WavFormat(tag == IeeeFloat, bytes, channels, (int)rate);
    }

    /// <summary>Averages the channels of whole frames, with full scale at ±1.</summary>
    /// <param name="frames">The bytes of as many frames as <paramref name="mono"/> has samples.</param>
    /// <param name="mono">The result.</param>
    /// <param name="scratch">Room for all channels.</param>
    public void Mix(ReadOnlySpan<byte> frames, Span<float> mono, Span<float> scratch)
    {
        scratch = scratch[..(mono.Length * Channels)];
        ToFloats(frames[..(mono.Length * BytesPerFrame)], scratch);
        for (int i = 0, at = 0; i < mono.Length; i++)
        {
            var sum = 0f;
            for (var channel = 0; channel < Channels; channel++) sum += scratch[at++];
            mono[i] = sum / Channels;
        }
    }

    private void ToFloats(ReadOnlySpan<byte> bytes, Span<float> samples)
    {
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

    private static int Int24(ReadOnlySpan<byte> bytes) => ((sbyte)bytes[2] << 16) | (bytes[1] << 8) | bytes[0];
}
