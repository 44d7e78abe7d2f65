using System.Reflection;
using System.Runtime.InteropServices;

namespace Mmva.Fuzz.Engine;

/// <summary>
/// Counts how often each edge between two branches of the instrumented assemblies was taken by an input, and says whether something about it is new.
/// </summary>
internal sealed unsafe class EdgeMap
{
    public const int Size = 1 << 16;

    // like AFL: 1, 2, 3, 4 to 7, 8 to 15, 16 to 31, 32 to 127, more
    private static readonly byte[] Classes = [.. Enumerable.Range(0, 256).Select(count => (byte)(count switch
    {
        0 => 0, 1 => 1, 2 => 2, 3 => 4, <= 7 => 8, <= 15 => 16, <= 31 => 32, <= 127 => 64, _ => 128,
    }))];

    // by name: an assembly with a reference to it counts as instrumented already, and this one has sources of samples in it
    private static readonly Type Trace = Type.GetType("SharpFuzz.Common.Trace, SharpFuzz.Common", throwOnError: true)!;
    private static readonly FieldInfo Last = Trace.GetField("PrevLocation")!;

    private readonly byte* _counts;

    public EdgeMap()
    {
        // never freed: instrumented code of other threads may count until the process ends
        _counts = (byte*)NativeMemory.AlignedAlloc(Size, 4096);
        Clear();
        Trace.GetField("SharedMem")!.SetValue(null, Pointer.Box(_counts, typeof(byte*)));
    }

    public void Clear()
    {
        new Span<byte>(_counts, Size).Clear();
        Last.SetValue(null, 0);
    }

    /// <summary>Adds what the last input did.</summary>
    /// <returns>The number of edges that were never taken before, and whether any edge was taken more or less often than before.</returns>
    public (int Edges, bool IsNew) AddTo(byte* seen)
    {
        var (edges, isNew) = (0, false);
        var counts = (ulong*)_counts;
        for (var word = 0; word < Size / sizeof(ulong); word++)
        {
            if (counts[word] == 0) continue;
            for (var at = word * sizeof(ulong); at < (word + 1) * sizeof(ulong); at++)
            {
                var kind = Classes[_counts[at]];
                if ((kind & ~seen[at]) == 0) continue;
                if (seen[at] == 0) edges++;
                seen[at] |= kind;
                isNew = true;
            }
        }
        return (edges, isNew);
    }
}
