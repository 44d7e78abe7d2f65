namespace Mmva.TorchSharp.Tests;

/// <summary>Models and features of random values.</summary>
internal static class Models
{
    /// <summary>Images have no neck, music and captions one.</summary>
    public static MmvaModelOptions Small { get; } =
        new() { Image = new(1, 24), Music = new(5, 40), Caption = new(3, 16), EmbeddingWidth = 24, HiddenWidth = 32, Sigma = 0.25 };

    public static FeatureBatch Features(FeatureShape shape, int count, int seed)
    {
        var random = new Random(seed);
        var values = new float[count * shape.Layers * shape.Width];
        foreach (ref var value in values.AsSpan()) value = (float)(2 * random.NextDouble() - 1);
        return new(count, shape.Layers, shape.Width, values);
    }
}
