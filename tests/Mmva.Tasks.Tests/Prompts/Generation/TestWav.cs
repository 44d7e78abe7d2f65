using System.Buffers.Binary;

namespace Mmva.Tasks.Tests.Prompts.Generation;

/// <summary>A tone of 16 bits at 8 kHz.</summary>
internal static class TestWav
{
    public static byte[] Make(double seconds)
    {
        var samples = (int)(8000 * seconds);
        var wav = new byte[44 + 2 * samples];
        "RIFF"u8.CopyTo(wav);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        "data"u8.CopyTo(wav.AsSpan(36));
        foreach (var (at, value) in new[] { (4, wav.Length - 8), (16, 16), (20, 1 | 1 << 16), (24, 8000), (28, 16_000), (32, 2 | 16 << 16),
            (40, 2 * samples) })
            BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(at), value);
        for (var i = 0; i < samples; i++) BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(44 + 2 * i), (short)(9000 * Math.Sin(0.3 * i)));
        return wav;
    }
}
