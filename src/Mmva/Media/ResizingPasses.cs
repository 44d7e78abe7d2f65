using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mmva;

/// <summary>The two passes of a resize, in integer arithmetic: the bytes are the same for any vector width.</summary>
/// <remarks>Optimized at the first call: a program that decodes a single image would otherwise run unoptimized loops.</remarks>
internal static class ResizingPasses
{
    /// <summary>The number of bytes that <see cref="Horizontal"/> writes beyond its last pixel, because it stores pixels as four bytes.</summary>
    public const int Overhang = 1;

    private const int Half = 1 << (BicubicKernel.FractionBits - 1);

    // the number of bytes read at the first of two pixels
    private const int PairBytes = sizeof(ulong);

    /// <summary>Resizes rows: [rows, sourceWidth, 3] → [rows, width, 3], plus <see cref="Overhang"/>.</summary>
    public static void Horizontal(ReadOnlySpan<byte> source, int sourceWidth, BicubicKernel kernel, Span<byte> result, int width)
    {
        // two pixels at a time: each weight is repeated for red, green and blue, and one lane is unused; an odd count ends with a weight of zero
        var stride = 4 * (kernel.Stride + kernel.Stride % 2);
        var weights = new int[width * stride];
        for (var x = 0; x < width; x++)
            for (var k = 0; k < kernel.Count[x]; k++)
                weights.AsSpan(x * stride + 4 * k, 3).Fill(kernel.Weights[x * kernel.Stride + k]);

        var rowBytes = 3 * sourceWidth;
        for (; source.Length > rowBytes + PairBytes; source = source[rowBytes..], result = result[(3 * width)..])
            MixRow(source, kernel, weights, stride, result);
        var padded = new byte[source.Length + PairBytes]; // the last rows, with room to read beyond them
        source.CopyTo(padded);
        for (source = padded; source.Length > PairBytes; source = source[rowBytes..], result = result[(3 * width)..])
            MixRow(source, kernel, weights, stride, result);
    }

    /// <summary>Resizes columns: [source rows from firstRow, rowBytes] → [rows, rowBytes].</summary>
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
                for (var k = 0; k < weights.Length; k++) sum += Widen(Eight(rows, k * rowBytes + x)) * weights[k];
                var rounded = Round(sum);
                BitConverter.TryWriteBytes(result[x..], Narrow(rounded.GetLower(), rounded.GetUpper()).AsUInt64().ToScalar());
            }
            for (; x < rowBytes; x++)
            {
                var sum = Half;
                for (var k = 0; k < weights.Length; k++) sum += rows[k * rowBytes + x] * weights[k];
                result[x] = (byte)Math.Clamp(sum >> BicubicKernel.FractionBits, 0, 255);
            }
        }
    }

    // source must be readable for PairBytes beyond the row
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixRow(ReadOnlySpan<byte> source, BicubicKernel kernel, ReadOnlySpan<int> weights, int stride, Span<byte> result)
    {
        var pixels = Vector128.Create((byte)0, 1, 2, 2, 3, 4, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0); // red, green, blue and an unused lane, twice
        for (var x = 0; x < kernel.Start.Length; x++)
        {
            var bytes = source.Slice(3 * kernel.Start[x], 3 * kernel.Count[x] + PairBytes);
            ref var weight = ref MemoryMarshal.GetReference(weights[(x * stride)..]);
            var sums = Vector256<int>.Zero;
            for (var k = 0; k < kernel.Count[x]; k += 2)
                sums += Widen(Vector128.Shuffle(Eight(bytes, 3 * k), pixels)) * Vector256.LoadUnsafe(ref weight, (nuint)(4 * k));
            var mixed = Round((sums.GetLower() + sums.GetUpper() + Vector128.Create(Half)).ToVector256()).GetLower();
            BitConverter.TryWriteBytes(result[(3 * x)..], Narrow(mixed, mixed).AsUInt32().ToScalar());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Eight(ReadOnlySpan<byte> bytes, int at) =>
        Vector128.CreateScalarUnsafe(MemoryMarshal.Read<ulong>(bytes[at..])).AsByte();

    // the lower eight bytes as eight ints
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen(Vector128<byte> bytes) =>
        Vector256.WidenLower(Vector128.WidenLower(bytes).ToVector256Unsafe()).AsInt32();

    // from fixed point to 0 … 255
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Round(Vector256<int> sums) =>
        Vector256.Min(Vector256.Max(sums >> BicubicKernel.FractionBits, Vector256<int>.Zero), Vector256.Create(255));

    // eight ints of 0 … 255 as the lower eight bytes
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Narrow(Vector128<int> low, Vector128<int> high)
    {
        var words = Vector128.Narrow(low.AsUInt32(), high.AsUInt32());
        return Vector128.Narrow(words, words);
    }
}
