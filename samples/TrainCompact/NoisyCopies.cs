using Mmva.Emotion;
using Mmva.Encoders;
using Mmva.Training;

namespace TrainCompact;

/// <summary>Mapped training items, several noisy copies of each.</summary>
internal static class NoisyCopies
{
    public static LabelledFeatures Make(FeatureBatch features, IReadOnlyList<ValenceArousal> emotions, Func<int, float> weightOf, int copies, float noise, int seed)
    {
        var random = new Random(seed);
        var values = new float[copies * features.Values.Length];
        for (var copy = 0; copy < copies; copy++) features.Values.Span.CopyTo(values.AsSpan(copy * features.Values.Length));
        if (noise > 0)
            for (var i = 0; i < values.Length; i++) values[i] += noise * Normal(random);
        int[] rows = [.. Enumerable.Range(0, copies * features.Count).Select(i => i % features.Count)];
        return new(new FeatureBatch(rows.Length, features.Layers, features.Width, values), [.. rows.Select(r => emotions[r])], [.. rows.Select(weightOf)]);
    }

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    private static float Normal(Random random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
