using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mmva.Media;

/// <summary>The two passes of a resize. Integer arithmetic: any vector width gives the same bytes.</summary>
/// <remarks>Optimised at the first call: a program that decodes one picture would otherwise spend it in unoptimised loops.</remarks>
internal static class ResizingPasses
{
    private const int Half = 1 << (BicubicKernel.FractionBits - 1);

    /// <summary>Mixes columns: [rows, sourceWidth, 3] → [rows, width, 3].</summary>
    public static void Horizontal(ReadOnlySpan<byte> source, int sourceWidth, BicubicKernel kernel, Span<byte> result, int width)
    {
        // each weight three times, for red, green and blue: a row of bytes and a row of weights then run side by side
        var stride = 3 * kernel.Stride;
        var weights = new int[kernel.Weights.Length * 3];
        for (var i = 0; i < weights.Length; i++) weights[i] = kernel.Weights[i / 3];

        for (; !source.IsEmpty; source = source[(3 * sourceWidth)..], result = result[(3 * width)..])
            for (var x = 0; x < width; x++)
                MixPixel(source.Slice(3 * kernel.Start[x], 3 * kernel.Count[x]), weights.AsSpan(x * stride, 3 * kernel.Count[x]), result.Slice(3 * x, 3));
    }

    /// <summary>Mixes rows: [source rows from firstRow, rowBytes] → [rows, rowBytes].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Vertical(ReadOnlySpan<byte> source, int firstRow, BicubicKernel kernel, Span<byte> result, int rowBytes)
    {
        for (var y = 0; y < kernel.Start.Length; y++, result = result[rowBytes..])
        {
            var rows = source.Slice((kernel.Start[y] - firstRow) * rowBytes, kernel.Count[y] * rowBytes);
            var weights = kernel.Weights.AsSpan(y * kernel.Stride, kernel.Count[y]);
            var x = 0;
            for (; x <= rowBytes - Vector256<int>.Count; x += Vector256<int>.Count)
            {
                var sum = Vector256.Create(Half);
                for (var k = 0; k < weights.Length; k++) sum += Widen(rows, (k * rowBytes) + x) * weights[k];
                for (var lane = 0; lane < Vector256<int>.Count; lane++) result[x + lane] = Clamp(sum[lane]);
            }
            for (; x < rowBytes; x++)
            {
                var sum = Half;
                for (var k = 0; k < weights.Length; k++) sum += rows[(k * rowBytes) + x] * weights[k];
                result[x] = Clamp(sum);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixPixel(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> weights, Span<byte> pixel)
    {
        Span<int> sums = [Half, Half, Half];
        var i = 0;
        if (bytes.Length >= 24)
        {
            // 24 bytes are eight pixels: lane i of the three vectors always holds the channel i mod 3
            Vector256<int> a = default, b = default, c = default;
            ref var weight = ref MemoryMarshal.GetReference(weights);
            for (; i <= bytes.Length - 24; i += 24)
            {
                a += Widen(bytes, i) * Vector256.LoadUnsafe(ref weight, (nuint)i);
                b += Widen(bytes, i + 8) * Vector256.LoadUnsafe(ref weight, (nuint)i + 8);
                c += Widen(bytes, i + 16) * Vector256.LoadUnsafe(ref weight, (nuint)i + 16);
            }
            Span<int> lanes = stackalloc int[24];
            a.CopyTo(lanes);
            b.CopyTo(lanes[8..]);
            c.CopyTo(lanes[16..]);
            for (var k = 0; k < 24; k += 3)
            {
                sums[0] += lanes[k];
                sums[1] += lanes[k + 1];
                sums[2] += lanes[k + 2];
            }
        }
        for (; i < bytes.Length; i += 3)
        {
            sums[0] += bytes[i] * weights[i];
            sums[1] += bytes[i + 1] * weights[i + 1];
            sums[2] += bytes[i + 2] * weights[i + 2];
        }
        for (var k = 0; k < 3; k++) pixel[k] = Clamp(sums[k]);
    }

    // eight bytes as eight ints; the caller has checked that they exist
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(ReadOnlySpan<byte> bytes, int at)
    {
        var eight = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), at))).AsByte();
        return Vector256.WidenLower(Vector256.WidenLower(eight.ToVector256Unsafe()).GetLower().ToVector256Unsafe()).AsInt32();
    }

    private static byte Clamp(int fixedPoint) => (byte)Math.Clamp(fixedPoint >> BicubicKernel.FractionBits, 0, 255);
}
