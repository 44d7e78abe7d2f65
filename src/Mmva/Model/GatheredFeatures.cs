using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>A batch picked from a larger set of features; nothing is copied.</summary>
internal readonly struct GatheredFeatures(FeatureBatch source, ReadOnlyMemory<int> rows)
{
    public int Count => rows.Length;

    public FeatureShape Shape => new(source.Layers, source.Width);

    /// <summary>The features of one of the batch, [layers, width].</summary>
    public ReadOnlySpan<float> this[int index] => source[rows.Span[index]].Span;

    /// <summary>Brings one layer of one of the batch near: samples are picked at random, so the machine cannot guess which comes next. Nothing beyond the last.</summary>
    public unsafe void Prefetch(int index, int layer)
    {
        if (index >= Count) return;
        // a hint stays harmless if the collector moves the features meanwhile
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetReference(this[index]), layer * source.Width);
        Numerics.Prefetch.Rows((float*)Unsafe.AsPointer(ref first), source.Width, 1, source.Width);
    }
}
