using System.Runtime.Intrinsics.X86;

namespace Mmva.Encoders.Graphs;

/// <summary>The limits of the processor's 8-bit products.</summary>
internal static class QuantizedProducts
{
    /// <summary>
    /// 8 if products of bytes are summed in 32 bits (VNNI, and all of ARM). Older x86 processors sum pairs of them in 16 bits, where 255 · 127 · 2
    /// would saturate: 7 bits fit.
    /// </summary>
    public static int WeightBits { get; } = X86Base.IsSupported && !HasVnni() ? 7 : 8;

    private static bool HasVnni()
    {
        if (X86Base.CpuId(0, 0).Eax < 7) return false;
        const int avx512Vnni = 1 << 11, avxVnni = 1 << 4;
        return (Avx512F.IsSupported && (X86Base.CpuId(7, 0).Ecx & avx512Vnni) != 0)
            || (Avx2.IsSupported && X86Base.CpuId(7, 0).Eax >= 1 && (X86Base.CpuId(7, 1).Eax & avxVnni) != 0);
    }
}
