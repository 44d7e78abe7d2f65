using System.Text;

namespace Mmva.TestSupport;

/// <summary>The made-up inputs of the peers' cases: values that follow from a key and an index, so that no file has to carry them.</summary>
internal static class FormulaValues
{
    /// <summary>scale · (2u − 1) with u = ((i · 2654435761 + crc32(key)) mod 2³²) / 2³².</summary>
    public static float[] Create(string key, int count, double scale)
    {
        var start = Crc32(Encoding.UTF8.GetBytes(key));
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = (float)((unchecked((uint)i * 2654435761u + start) / 4294967296.0 - 0.5) * 2 * scale);
        return values;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
        }
        return ~crc;
    }
}
