using System.Buffers.Binary;
using System.Text;

namespace Mmva.Fuzz.Engine;

/// <summary>Changes an input: bits, bytes, lengths, blocks, words of the format, numbers in text, parts of other inputs, and its end.</summary>
internal sealed class Mutator(FuzzTarget target, Corpus corpus)
{
    private const int LongestBlock = 64, MostRepeats = 200;

    private static readonly long[] Extremes =
    [
        0, 1, -1, 2, 3, 4, 7, 8, 16, 31, 32, 63, 64, 100, 127, 128, 255, 256, 511, 512, 1000, 1024, 4096, 32767, 32768, 65535, 65536, 100_000,
        1 << 20, 1 << 24, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, (1L << 32) - 8, 1L << 40, 1L << 53, long.MaxValue, long.MinValue,
        long.MaxValue - 7, 0x7FFFFFC7, 0x80000001, 0x7F800000, 0x7FC00000, 0x7FF0000000000000,
    ];

    private static readonly byte[][] Numbers =
    [
        .. new[]
        {
            "0", "-0", "1", "-1", "9", "0.5", "-0.0001", "1.0000001", "1e9", "1e-9", "1e308", "1e999", "-1e999", "NaN",
            "Infinity", "-Infinity", "∞",
            "00", "0x10", "127", "128", "255", "256", "32767", "65535", "65536", "2147483647", "2147483648", "-2147483648", "4294967295",
            "4294967296",
            "9007199254740993", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "18446744073709551616", "1,5", "1_000", " 1",
            "1 ",
            "", "٣", "1.", ".5", "+1", "1e", "99999999999999999999999999999999999999999999999999",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Texts =
    [
        .. new[]
        {
            "\"", "'", "\\", "\n", "\r\n", "\r", "\t", ",", ";", ":", "{", "}", "[", "]", "[[", "{\"a\":", "null", "true", "false", "{}", "[]",
            "\"\"", "\0",
            "/", "..", "../", "/dev/zero", "%", "%00", "&", "=", "#", "<", ">", "&amp;", "é", "e\u0301", "ﷺ", "İ", "ß", "漢字",
            "🙂", "👩\u200d👩\u200d👧", "\u202e",
            "\u2028",
            "\ufeff", "\u00a0", "\ufffd", "\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude42", " ", "  ", "a", "A", "_", "-",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0x80],
    ];

    private readonly IReadOnlyList<byte[]> _words = target.Words;

    /// <summary>The next input.</summary>
    public byte[] Next(FuzzRandom random)
    {
        var input = new List<byte>(corpus.Pick(random));
        for (var changes = 1 << Math.Min(random.Below(5), random.Below(5)); changes > 0; changes--) Change(input, random);
        if (input.Count > target.MaxBytes) input.RemoveRange(target.MaxBytes, input.Count - target.MaxBytes);
        var bytes = input.ToArray();
        if (random.Chance(2)) target.Repair(bytes);
        return bytes;
    }

    private void Change(List<byte> input, FuzzRandom random)
    {
        switch (random.Below(target.IsText ? 20 : 14))
        {
            case 0 when input.Count > 0: input[random.Below(input.Count)] ^= (byte)(1 << random.Below(8)); break;
            case 1 or 0: Overwrite(input, At(input, random), [(byte)random.Next()]); break;
            case 2 when input.Count > 0:
                var at = random.Below(input.Count);
                input[at] = (byte)(input[at] + random.Below(71) - 35);
                break;
            case 3 or 4 or 2: Overwrite(input, At(input, random), Integer(random, random.Of(Extremes))); break;
            case 5: Overwrite(input, At(input, random), Integer(random, input.Count + random.Below(17) - 8)); break;
            case 6 when random.Chance(3): Truncate(input, random); break;
            case 7 or 6: Remove(input, random); break;
            case 8: Insert(input, At(input, random), Block(input, random)); break;
            case 9: Repeat(input, random); break;
            case 10: Splice(input, random); break;
            case 11: Insert(input, At(input, random), Word(random)); break;
            case 12: Overwrite(input, At(input, random), Word(random)); break;
            case 13: Overwrite(input, At(input, random), Block(input, random)); break;
            case 14 or 15: Replace(input, random, b => b is >= (byte)'0' and <= (byte)'9' or (byte)'.' or (byte)'-', random.Of(Numbers)); break;
            case 16: Replace(input, random, b => b is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' or (byte)'_',
                Word(random)); break;
            case 17: Insert(input, At(input, random), random.Of(Texts)); break;
            case 18: SwapLines(input, random); break;
            default: Insert(input, At(input, random), random.Of(Numbers)); break;
        }
    }

    private byte[] Word(FuzzRandom random) =>
        _words.Count > 0 && !random.Chance(4) ? random.Of(_words) : target.IsText || random.Chance(3) ? random.Of(Texts) : [(byte)random.Next()];

    private static int At(List<byte> input, FuzzRandom random) => random.Below(input.Count + 1);

    private static byte[] Integer(FuzzRandom random, long value)
    {
        var bytes = new byte[8];
        var size = 1 << random.Below(4);
        if (random.Chance(2))
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
            return bytes[..size];
        }
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes[^size..];
    }

    private static byte[] Block(List<byte> input, FuzzRandom random)
    {
        var start = random.Below(input.Count);
        return [.. input.GetRange(start, Math.Min(random.Below(LongestBlock) + 1, input.Count - start))];
    }

    private static void Overwrite(List<byte> input, int at, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length && at + i < input.Count; i++) input[at + i] = bytes[i];
    }

    private static void Insert(List<byte> input, int at, byte[] bytes) => input.InsertRange(at, bytes);

    private static void Remove(List<byte> input, FuzzRandom random)
    {
        var start = random.Below(input.Count);
        input.RemoveRange(start, Math.Min(random.Below(LongestBlock) + 1, input.Count - start));
    }

    private static void Truncate(List<byte> input, FuzzRandom random)
    {
        var length = random.Below(input.Count + 1);
        input.RemoveRange(length, input.Count - length);
    }

    private void Repeat(List<byte> input, FuzzRandom random)
    {
        var block = random.Chance(2) ? Block(input, random) : Word(random);
        var times = Math.Min(random.Below(MostRepeats), target.MaxBytes / Math.Max(1, block.Length));
        Insert(input, At(input, random), [.. Enumerable.Repeat(block, times).SelectMany(b => b)]);
    }

    private void Splice(List<byte> input, FuzzRandom random)
    {
        var other = corpus.Pick(random);
        if (random.Chance(2))
        {
            var cut = random.Below(Math.Min(input.Count, other.Length) + 1);
            input.RemoveRange(cut, input.Count - cut);
            input.AddRange(other[cut..]);
            return;
        }
        var start = random.Below(other.Length);
        Insert(input, At(input, random), other[start..Math.Min(other.Length, start + random.Below(4 * LongestBlock) + 1)]);
    }

    // a run of letters or digits, as a whole
    private static void Replace(List<byte> input, FuzzRandom random, Func<byte, bool> belongs, byte[] by)
    {
        var at = At(input, random);
        var start = input.FindIndex(at, b => belongs(b));
        if (start < 0) start = input.FindIndex(b => belongs(b));
        if (start < 0) return;
        var end = input.FindIndex(start, b => !belongs(b));
        input.RemoveRange(start, (end < 0 ? input.Count : end) - start);
        Insert(input, start, by);
    }

    private static void SwapLines(List<byte> input, FuzzRandom random)
    {
        var first = input.IndexOf((byte)'\n', random.Below(input.Count));
        if (first < 0) return;
        var second = input.IndexOf((byte)'\n', first + 1);
        if (second < 0) return;
        var line = input.GetRange(first + 1, second - first);
        if (random.Chance(2)) input.RemoveRange(first + 1, second - first);
        input.InsertRange(0, line);
    }
}
