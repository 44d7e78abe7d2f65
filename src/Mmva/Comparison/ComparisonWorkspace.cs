using Mmva.Model;
using Mmva.Numerics;

namespace Mmva.Comparison;

/// <summary>The memory that one thread needs for predictions. A model keeps it for later calls.</summary>
internal sealed class ComparisonWorkspace(ComparisonNetwork network, int batch)
{
    private readonly int[] _rows = new int[batch];

    /// <summary>Only the calling thread.</summary>
    public WorkerPool Pool { get; } = new(1);

    public ComparisonActivations Activations { get; } = new(network, batch, training: false);

    public GatheredFeatures Rows(FeatureBatch features, int start, int count)
    {
        for (var i = 0; i < count; i++) _rows[i] = start + i;
        return new(features, _rows.AsMemory(0, count));
    }
}
