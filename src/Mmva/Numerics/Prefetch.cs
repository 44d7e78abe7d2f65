using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Mmva.Numerics;

/// <summary>Asks the machine to bring numbers into the cache before they are needed: a hint, which changes no result.</summary>
internal static unsafe class Prefetch
{
    private const int Line = 64 / sizeof(float);

    /// <summary>Rows of <paramref name="length"/> numbers; they are not read, so they may lie anywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rows(float* start, int stride, int count, int length)
    {
        if (!Sse.IsSupported) return;
        for (; count > 0; count--, start += stride)
            for (var i = 0; i < length; i += Line)
                Sse.Prefetch1(start + i);
    }
}
