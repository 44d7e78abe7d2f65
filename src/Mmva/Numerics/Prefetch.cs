using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Mmva.Numerics;

/// <summary>Hints that load values into the cache before they are needed. Results do not change.</summary>
internal static unsafe class Prefetch
{
    private const int Line = 64 / sizeof(float);

    /// <summary>Prefetches rows of <paramref name="length"/> values. They are not read, so any address is allowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows(float* start, int stride, int count, int length)
    {
        if (!Sse.IsSupported) return;
        for (; count > 0; count--, start += stride)
            for (var i = 0; i < length; i += Line)
                Sse.Prefetch1(start + i);
    }
}
