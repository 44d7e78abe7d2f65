using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Mmva.Numerics;

namespace Mmva.Diagnostics;

/// <summary>The vector instructions on which speed depends.</summary>
internal static class VectorInstructions
{
    /// <summary>Returns the width of the kernels and the instructions, for example <c>vectors of 256 bits (AVX2, FMA)</c>.</summary>
    public static string Describe()
    {
        var width = SimdLevels.Best switch
        {
            SimdLevel.Vector512 => "vectors of 512 bits",
            SimdLevel.Vector256 => "vectors of 256 bits",
            SimdLevel.Vector128 => "vectors of 128 bits",
            _ => "no vectors",
        };
        (string Name, bool Is)[] all =
        [
            ("AVX2", Avx2.IsSupported), ("FMA", Fma.IsSupported), ("AVX-512", Avx512F.IsSupported), ("AVX-VNNI", AvxVnni.IsSupported),
            ("NEON", AdvSimd.IsSupported), ("dot products", Dp.IsSupported),
        ];
        var found = string.Join(", ", all.Where(one => one.Is).Select(one => one.Name));
        return found.Length > 0 ? $"{width} ({found})" : width;
    }
}
