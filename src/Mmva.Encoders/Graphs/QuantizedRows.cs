using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mmva.Encoders.Graphs;

/// <summary>
/// The loops that quantize weights. A tower has a hundred million of them and loads in about a second: too short for tiered compilation.
/// </summary>
internal static class QuantizedRows
{
    // the sum of this and a small value has the value, rounded to even, in its lowest bits
    private const float Rounding = 1.5f * (1 << 23);

    /// <summary>Rounds values to steps of the largest magnitude ÷ (2^(bits − 1) − 1).</summary>
    /// <returns>The value of a step.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Quantize(ReadOnlySpan<float> row, int bits, Span<sbyte> target)
    {
        var largest = LargestMagnitude(row);
        var steps = (1 << (bits - 1)) - 1;
        // if a value is infinite or NaN, so is the scale, whatever the integers are
        var scale = largest is > 0 and < float.PositiveInfinity ? steps / largest : 0;
        var i = 0;
        for (int width = Vector<float>.Count; i <= row.Length - 4 * width; i += 4 * width)
        {
            var low = Vector.Narrow(Round(row[i..], scale), Round(row[(i + width)..], scale));
            var high = Vector.Narrow(Round(row[(i + 2 * width)..], scale), Round(row[(i + 3 * width)..], scale));
            Vector.Narrow(low, high).CopyTo(target[i..]);
        }
        for (; i < row.Length; i++) target[i] = (sbyte)BitConverter.SingleToInt32Bits(row[i] * scale + Rounding);
        return largest == 0 ? 1 : largest / steps;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Sum(ReadOnlySpan<sbyte> row)
    {
        var sum = 0;
        foreach (var value in row) sum += value;
        return sum;
    }

    // magnitudes are in the order of their bits, and NaN comes last
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float LargestMagnitude(ReadOnlySpan<float> row)
    {
        const int magnitude = int.MaxValue;
        var most = Vector<int>.Zero;
        var bits = MemoryMarshal.Cast<float, int>(row);
        var i = 0;
        for (; i <= bits.Length - Vector<int>.Count; i += Vector<int>.Count)
            most = Vector.Max(most, new Vector<int>(bits[i..]) & new Vector<int>(magnitude));
        var largest = 0;
        for (var k = 0; k < Vector<int>.Count; k++) largest = Math.Max(largest, most[k]);
        for (; i < bits.Length; i++) largest = Math.Max(largest, bits[i] & magnitude);
        return BitConverter.Int32BitsToSingle(largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> Round(ReadOnlySpan<float> values, float scale) =>
        Vector.AsVectorInt32(new Vector<float>(values) * scale + new Vector<float>(Rounding));

    /// <summary>Writes rows as columns.</summary>
    /// <param name="rows">[count, columns].</param>
    /// <param name="count">Rows.</param>
    /// <param name="target">Begins with the first value of the first row.</param>
    /// <param name="stride">The distance between consecutive values of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ReadOnlySpan<sbyte> rows, int count, Span<sbyte> target, int stride)
    {
        var columns = rows.Length / count;
        for (var c = 0; c < columns; c++)
        {
            var column = target.Slice(c * stride, count);
            for (var i = 0; i < column.Length; i++) column[i] = rows[i * columns + c];
        }
    }
}
