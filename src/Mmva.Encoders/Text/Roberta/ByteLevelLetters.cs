namespace Mmva.Encoders;

/// <summary>The letters by which byte-level BPE writes bytes: printable ones stand for themselves, the others for U+0100 and up.</summary>
internal static class ByteLevelLetters
{
    private static readonly Dictionary<char, byte> Bytes = Create();

    /// <summary>Adds the bytes of a token. Characters that are no such letters, as in added tokens, are added in UTF-8.</summary>
    public static void AddBytes(string token, List<byte> target)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in token.EnumerateRunes())
        {
            if (rune.IsBmp && Bytes.TryGetValue((char)rune.Value, out var value)) target.Add(value);
            else target.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
        }
    }

    private static Dictionary<char, byte> Create()
    {
        var bytes = new Dictionary<char, byte>();
        var next = (char)0x100;
        for (var value = 0; value < 256; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            bytes[printable ? (char)value : next++] = (byte)value;
        }
        return bytes;
    }
}
