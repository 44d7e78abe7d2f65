namespace Mmva.Data;

/// <summary>A Huffman table of a JPEG: codes of up to 16 bits to symbols of 8.</summary>
internal sealed class JpegHuffmanTable
{
    private const int LongestCode = 16, LookupBits = 9, SymbolBits = 8;

    // (length << 8) | symbol by the next nine bits, or 0 for longer codes
    private readonly ushort[] _lookup = new ushort[1 << LookupBits];

    // by length: the first code above those of that length, left-aligned to 16 bits, and the index of a code's symbol less the code
    private readonly int[] _limits = new int[LongestCode + 1], _offsets = new int[LongestCode + 1];
    private readonly byte[] _symbols;

    private JpegHuffmanTable(byte[] symbols) => _symbols = symbols;

    /// <summary>Reads a table from a DHT segment.</summary>
    /// <returns>The table, or null if the segment is too short or there are more codes than bits allow.</returns>
    public static JpegHuffmanTable? Read(ref ReadOnlySpan<byte> segment)
    {
        if (segment.Length < LongestCode) return null;
        var counts = segment[..LongestCode];
        var total = 0;
        foreach (var count in counts) total += count;
        if (total > 1 << SymbolBits || segment.Length < LongestCode + total) return null;
        var table = new JpegHuffmanTable(segment.Slice(LongestCode, total).ToArray());
        segment = segment[(LongestCode + total)..];
        for (int length = 1, code = 0, index = 0; length <= LongestCode; length++, code <<= 1)
        {
            table._offsets[length] = index - code;
            for (var i = 0; i < counts[length - 1]; i++, code++, index++)
            {
                if (code >= 1 << length) return null;
                if (length > LookupBits) continue;
                var entry = (ushort)((length << SymbolBits) | table._symbols[index]);
                table._lookup.AsSpan(code << (LookupBits - length), 1 << (LookupBits - length)).Fill(entry);
            }
            table._limits[length] = code << (LongestCode - length);
        }
        return table;
    }

    /// <summary>Finds the symbol at the start of 16 bits, and the length of its code: for an invalid one 0 and 17, as in libjpeg.</summary>
    public int Symbol(int next16, out int length)
    {
        var entry = _lookup[next16 >> (LongestCode - LookupBits)];
        if (entry != 0)
        {
            length = entry >> SymbolBits;
            return (byte)entry;
        }
        for (length = LookupBits + 1; length <= LongestCode; length++)
            if (next16 < _limits[length]) return _symbols[(next16 >> (LongestCode - length)) + _offsets[length]];
        return 0;
    }
}
