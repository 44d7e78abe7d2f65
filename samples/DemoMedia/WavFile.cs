using System.Buffers.Binary;

namespace DemoMedia;

/// <summary>Writes one channel of 16-bit samples as a WAV file.</summary>
public static class WavFile
{
    private const int HeaderLength = 44;

    public static byte[] Write(ReadOnlySpan<float> samples, int sampleRate)
    {
        var wav = new byte[HeaderLength + 2 * samples.Length];
        void Int32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(at), value);
        void Int16(int at, int value) => BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(at), (short)value);

        "RIFF"u8.CopyTo(wav);
        Int32(4, wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        Int32(16, 16);
        Int16(20, 1); // PCM
        Int16(22, 1); // channels
        Int32(24, sampleRate);
        Int32(28, 2 * sampleRate);
        Int16(32, 2);
        Int16(34, 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        Int32(40, 2 * samples.Length);
        for (var i = 0; i < samples.Length; i++) Int16(HeaderLength + 2 * i, (int)(32767 * Math.Clamp(samples[i], -1, 1)));
        return wav;
    }
}
