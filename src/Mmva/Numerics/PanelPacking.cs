using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Mmva.Numerics;

/// <summary>Copies a panel of the right factor to the layout that the kernel reads: [depth, columns] without gaps, missing columns zero.</summary>
internal static unsafe class PanelPacking
{
    /// <summary>Packs a panel of B that is not transposed: row k contains the columns.</summary>
    public static void Rows(float* source, int stride, int depth, int columns, float* panel, int panelColumns)
    {
        if (columns == 4 * Vector512<float>.Count && columns == panelColumns && Vector512.IsHardwareAccelerated)
        {
            for (var k = 0; k < depth; k++, source += stride, panel += panelColumns)
            {
                // all loads first: four lines of memory are then fetched at once
                Vector512<float> a = Vector512.Load(source), b = Vector512.Load(source + 16);
                Vector512<float> c = Vector512.Load(source + 32), d = Vector512.Load(source + 48);
                a.Store(panel);
                b.Store(panel + 16);
                c.Store(panel + 32);
                d.Store(panel + 48);
            }
            return;
        }
        for (var k = 0; k < depth; k++, source += stride, panel += panelColumns)
        {
            Unsafe.CopyBlockUnaligned(panel, source, (uint)(columns * sizeof(float)));
            for (var j = columns; j < panelColumns; j++) panel[j] = 0;
        }
    }

    /// <summary>Packs a panel of B that is transposed: row j contains column j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transposed(float* source, int stride, int depth, int columns, float* panel, int panelColumns)
    {
        if (columns < panelColumns) new Span<float>(panel, depth * panelColumns).Clear();
        var j = 0;
        if (Avx512F.IsSupported)
            for (; j + 16 <= columns; j += 16)
            {
                float* first = source + (long)j * stride, target = panel + j;
                var k = 0;
                for (; k + 16 <= depth; k += 16, target += 16 * panelColumns) Transpose16x16(first + k, stride, target, panelColumns);
                for (; k < depth; k++, target += panelColumns)
                    for (var i = 0; i < 16; i++)
                        target[i] = first[(long)i * stride + k];
            }
        for (; j + 4 <= columns; j += 4)
        {
            float* s0 = source + (long)j * stride, s1 = s0 + stride, s2 = s1 + stride, s3 = s2 + stride, target = panel + j;
            var k = 0;
            for (; k + 4 <= depth; k += 4, target += 4 * panelColumns)
                Transpose4x4(s0 + k, s1 + k, s2 + k, s3 + k, target, panelColumns);
            for (; k < depth; k++, target += panelColumns)
                (target[0], target[1], target[2], target[3]) = (s0[k], s1[k], s2[k], s3[k]);
        }
        for (; j < columns; j++)
            for (var k = 0; k < depth; k++)
                panel[(long)k * panelColumns + j] = source[(long)j * stride + k];
    }

    // writes whole cache lines, which narrower transpositions fetch again for every few columns
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Transpose16x16(float* source, nint stride, float* target, nint targetStride)
    {
        Transpose4Rows(source, stride, out var a0, out var a1, out var a2, out var a3);
        Transpose4Rows(source + 4 * stride, stride, out var b0, out var b1, out var b2, out var b3);
        Transpose4Rows(source + 8 * stride, stride, out var c0, out var c1, out var c2, out var c3);
        Transpose4Rows(source + 12 * stride, stride, out var d0, out var d1, out var d2, out var d3);
        Store4Rows(a0, b0, c0, d0, target, targetStride);
        Store4Rows(a1, b1, c1, d1, target + targetStride, targetStride);
        Store4Rows(a2, b2, c2, d2, target + 2 * targetStride, targetStride);
        Store4Rows(a3, b3, c3, d3, target + 3 * targetStride, targetStride);
    }

    // lane l of result c has column 4 l + c of the four rows
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4Rows(
        float* source, nint stride, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3)
    {
        Vector512<float> a = Vector512.Load(source), b = Vector512.Load(source + stride);
        Vector512<float> c = Vector512.Load(source + 2 * stride), d = Vector512.Load(source + 3 * stride);
        Vector512<double> ab = Avx512F.UnpackLow(a, b).AsDouble(), cd = Avx512F.UnpackLow(c, d).AsDouble();
        Vector512<double> ef = Avx512F.UnpackHigh(a, b).AsDouble(), gh = Avx512F.UnpackHigh(c, d).AsDouble();
        c0 = Avx512F.UnpackLow(ab, cd).AsSingle();
        c1 = Avx512F.UnpackHigh(ab, cd).AsSingle();
        c2 = Avx512F.UnpackLow(ef, gh).AsSingle();
        c3 = Avx512F.UnpackHigh(ef, gh).AsSingle();
    }

    // gathers lane l of all four in row 4 l
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store4Rows(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* target, nint stride)
    {
        Vector512<float> abEven = Avx512F.Shuffle4x128(a, b, 0x88), abOdd = Avx512F.Shuffle4x128(a, b, 0xDD);
        Vector512<float> cdEven = Avx512F.Shuffle4x128(c, d, 0x88), cdOdd = Avx512F.Shuffle4x128(c, d, 0xDD);
        Avx512F.Shuffle4x128(abEven, cdEven, 0x88).Store(target);
        Avx512F.Shuffle4x128(abOdd, cdOdd, 0x88).Store(target + 4 * stride);
        Avx512F.Shuffle4x128(abEven, cdEven, 0xDD).Store(target + 8 * stride);
        Avx512F.Shuffle4x128(abOdd, cdOdd, 0xDD).Store(target + 12 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose4x4(float* s0, float* s1, float* s2, float* s3, float* target, int stride)
    {
        Vector128<float> a = Vector128.Load(s0), b = Vector128.Load(s1), c = Vector128.Load(s2), d = Vector128.Load(s3);
        if (Sse.IsSupported)
        {
            Vector128<float> ab = Sse.UnpackLow(a, b), cd = Sse.UnpackLow(c, d), ef = Sse.UnpackHigh(a, b), gh = Sse.UnpackHigh(c, d);
            Sse.MoveLowToHigh(ab, cd).Store(target);
            Sse.MoveHighToLow(cd, ab).Store(target + stride);
            Sse.MoveLowToHigh(ef, gh).Store(target + 2 * stride);
            Sse.MoveHighToLow(gh, ef).Store(target + 3 * stride);
        }
        else if (AdvSimd.Arm64.IsSupported)
        {
            // a and c interleave to a0 c0 a1 c1, likewise b and d; both together to whole columns
            Vector128<float> ac = AdvSimd.Arm64.ZipLow(a, c), bd = AdvSimd.Arm64.ZipLow(b, d);
            Vector128<float> eg = AdvSimd.Arm64.ZipHigh(a, c), fh = AdvSimd.Arm64.ZipHigh(b, d);
            AdvSimd.Arm64.ZipLow(ac, bd).Store(target);
            AdvSimd.Arm64.ZipHigh(ac, bd).Store(target + stride);
            AdvSimd.Arm64.ZipLow(eg, fh).Store(target + 2 * stride);
            AdvSimd.Arm64.ZipHigh(eg, fh).Store(target + 3 * stride);
        }
        else
        {
            for (var i = 0; i < 4; i++, target += stride)
                (target[0], target[1], target[2], target[3]) = (a[i], b[i], c[i], d[i]);
        }
    }
}
