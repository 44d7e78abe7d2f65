using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mmva.Model;

/// <summary>A batch of rows from a larger set of features, without a copy.</summary>
internal readonly struct GatheredFeatures(FeatureBatch source, ReadOnlyMemory<int> rows)
{
    public int Count => rows.Length;

    public FeatureShape Shape => new(source.Layers, source.Width);

    /// <summary>The features of one sample of the batch, [layers, width].</summary>
    public ReadOnlySpan<float> this[int index] => source[rows.Span[index]].Span;

    /// <summary>
    /// Prefetches one layer of one sample. Batches are shuffled, so the hardware prefetcher cannot predict the next sample. Does nothing past the
    /// last.
    /// </summary>
    public unsafe void Prefetch(int index, int layer)
    {
        if (index >= Count) return;
        // only a hint, so it does not matter if the garbage collector moves the features in the meantime
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetReference(this[index]), layer * source.Width);
        Numerics.Prefetch.Rows((float*)Unsafe.AsPointer(ref first), source.Width, 1, source.Width);
    }
}
