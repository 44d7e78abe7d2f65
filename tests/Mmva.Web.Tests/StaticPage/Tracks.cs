using System.Buffers.Binary;

namespace Mmva.Web.Tests.StaticPage;

/// <summary>Music as WAV, in all the ways that samples are stored.</summary>
internal static class Tracks
{
    /// <summary>A few chords with a beat; each channel is a little different.</summary>
    /// <param name="bits">8 to 32 for integers, −32 or −64 for floats.</param>
    /// <param name="isExtensible">Whether the header is that of WAVE_FORMAT_EXTENSIBLE.</param>
    /// <param name="invertSecond">Whether the second channel is the first one upside down.</param>
    public static byte[] Wav(int rate, int channels, int bits, double seconds = 4, bool isExtensible = false, bool invertSecond = false)
    {
        var (isFloat, bytes) = (bits < 0, Math.Abs(bits) / 8);
        var frames = (int)(seconds * rate);
        var format = isExtensible ? 40 : 16;
        var header = 28 + format;
        var wav = new byte[header + frames * channels * bytes];
        "RIFF"u8.CopyTo(wav);
        Write(4, wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        Write(16, format);
        var tag = (short)(isFloat ? 3 : 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), isExtensible ? unchecked((short)0xFFFE) : tag);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), (short)channels);
        Write(24, rate);
        Write(28, rate * channels * bytes);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), (short)(channels * bytes));
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), (short)(8 * bytes));
        if (isExtensible) BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(44), tag);
        "data"u8.CopyTo(wav.AsSpan(header - 8));
        Write(header - 4, wav.Length - header);
        for (var i = 0; i < frames; i++)
            for (var channel = 0; channel < channels; channel++)
            {
                var sample = Sample((double)i / rate, invertSecond ? 0 : channel) * (invertSecond && channel == 1 ? -1 : 1);
                Store(wav.AsSpan(header + (i * channels + channel) * bytes), sample, bits);
            }
        return wav;

        void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(at), value);
    }

    private static double Sample(double t, int channel)
    {
        var root = 220 * Math.Pow(2, new[] { 0, 5, 7, 3 }[(int)(t / 2) % 4] / 12.0);
        var chord = new[] { 1, 1.26, 1.5, 2.01 }.Sum(ratio => Math.Sin(2 * Math.PI * root * ratio * t) / 4);
        var beat = Math.Sin(2 * Math.PI * 60 * t) * Math.Exp(-12 * (t % .5));
        return (.45 + .02 * channel) * chord * (1 - .3 * Math.Sin(t / 3)) + .3 * beat;
    }

    private static void Store(Span<byte> target, double sample, int bits)
    {
        switch (bits)
        {
            case 8:
                target[0] = (byte)(128 + 127 * sample);
                break;
            case 16:
                BinaryPrimitives.WriteInt16LittleEndian(target, (short)(32767 * sample));
                break;
            case 24:
                var value = (int)(8388607 * sample);
                (target[0], target[1], target[2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
                break;
            case 32:
                BinaryPrimitives.WriteInt32LittleEndian(target, (int)(2147483647 * sample));
                break;
            case -32:
                BinaryPrimitives.WriteSingleLittleEndian(target, (float)sample);
                break;
            default:
                BinaryPrimitives.WriteDoubleLittleEndian(target, sample);
                break;
        }
    }
}
