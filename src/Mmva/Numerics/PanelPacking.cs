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
