using Mmva.Encoders;

namespace Mmva.Model;

/// <summary>A batch picked from a larger set of features; nothing is copied.</summary>
internal readonly struct GatheredFeatures(FeatureBatch source, ReadOnlyMemory<int> rows)
{
    public int Count => rows.Length;

    public FeatureShape Shape => new(source.Layers, source.Width);

    /// <summary>The features of one of the batch, [layers, width].</summary>
    public ReadOnlySpan<float> this[int index] => source[rows.Span[index]].Span;
}
