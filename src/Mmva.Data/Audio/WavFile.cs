using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>Writes audio as WAV.</summary>
public static class WavFile
{
    private const int HeaderLength = 44;

    /// <summary>Encodes audio as a WAV file of one channel of 16 bits.</summary>
    /// <param name="audio">The audio; samples beyond −1 and 1 are clipped.</param>
    /// <returns>The bytes of the file.</returns>
    public static byte[] Encode(Waveform audio)
    {
        ArgumentNullException.ThrowIfNull(audio);
        var samples = audio.Samples.Span;
        var wav = new byte[checked(HeaderLength + 2 * samples.Length)];
        "RIFF"u8.CopyTo(wav);
        Int32(4, wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        Int32(16, 16);
        Int16(20, 1); // PCM
        Int16(22, 1); // channels
        Int32(24, audio.SampleRate);
        Int32(28, 2 * audio.SampleRate);
        Int16(32, 2);
        Int16(34, 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        Int32(40, 2 * samples.Length);
        for (var i = 0; i < samples.Length; i++) Int16(HeaderLength + 2 * i, (int)(32767 * Math.Clamp(samples[i], -1, 1)));
        return wav;

        void Int32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(at), value);
        void Int16(int at, int value) => BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(at), (short)value);
    }
}
