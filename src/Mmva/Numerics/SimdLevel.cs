using System.Runtime.Intrinsics;

namespace Mmva.Numerics;

/// <summary>The vector width of the kernels.</summary>
internal enum SimdLevel
{
    Scalar,
    Vector128,
    Vector256,
    Vector512,
}

internal static class SimdLevels
{
    /// <summary>The widest level that this machine runs at full speed. The runtime excludes Vector512 where it would throttle the clock.</summary>
    public static SimdLevel Best { get; } =
        Vector512.IsHardwareAccelerated ? SimdLevel.Vector512
        : Vector256.IsHardwareAccelerated ? SimdLevel.Vector256
        : Vector128.IsHardwareAccelerated ? SimdLevel.Vector128
        : SimdLevel.Scalar;
}
