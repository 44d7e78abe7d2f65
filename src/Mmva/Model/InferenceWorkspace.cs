using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>The memory that one thread needs for predictions. A model keeps it for later calls.</summary>
internal sealed class InferenceWorkspace(MmvaModelOptions options, int batch)
{
    private readonly int[] _rows = new int[batch];

    /// <summary>Only the calling thread.</summary>
    public WorkerPool Pool { get; } = new(1);

    public NetworkActivations Activations { get; } = new(options, batch, training: false);

    public GatheredFeatures Rows(FeatureBatch features, int start, int count)
    {
        for (var i = 0; i < count; i++) _rows[i] = start + i;
        return new(features, _rows.AsMemory(0, count));
    }

    public void PredictEmotion(MmvaModel model, Modality modality, Span<ValenceArousal> result)
    {
        model.Network.PredictEmotion(Pool, model.Weights, modality, Activations);
        var points = Activations.Emotion[(int)modality].Output;
        for (var i = 0; i < result.Length; i++) result[i] = new(points.Row(i)[0], points.Row(i)[1]);
    }

    /// <summary>Fills a matrix with the rows from <paramref name="start"/> on.</summary>
    public void CopyIn(ReadOnlyMemory<float> source, Matrix target, int start)
    {
        for (var i = 0; i < target.Rows; i++)
            source.Span.Slice((start + i) * target.Columns, target.Columns).CopyTo(target.Row(i));
    }

    public void CopyOut(Matrix source, Span<float> target, int start)
    {
        for (var i = 0; i < source.Rows; i++) source.Row(i).CopyTo(target[((start + i) * source.Columns)..]);
    }
}
