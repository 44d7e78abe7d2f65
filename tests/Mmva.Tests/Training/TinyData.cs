using Mmva.Training;

namespace Mmva.Tests.Training;

/// <summary>A small problem that can be learned: features that contain their labels with noise.</summary>
internal static class TinyData
{
    public const int Images = 61, Music = 40;

    public static MmvaModelOptions Options { get; } = new()
    {
        Image = new(1, 16), Music = new(3, 20), Caption = new(2, 18), EmbeddingWidth = 16, HiddenWidth = 24, Dropout = 0.2f,
    };

    public static LabeledFeatures Set(FeatureShape shape, int count, ulong seed, float? value = null)
    {
        var random = new RandomSource(seed);
        var labels = Enumerable.Range(0, count).Select(_ => new ValenceArousal(random.NextSingle(), random.NextSingle())).ToArray();
        var values = new float[count * shape.Layers * shape.Width];
        for (var i = 0; i < values.Length; i++)
        {
            var label = labels[i / (shape.Layers * shape.Width)];
            values[i] = value ?? (i % 2 == 0 ? label.Valence : label.Arousal) * 4 - 2 + 0.1f * random.NextSingle();
        }
        return new(new FeatureBatch(count, shape.Layers, shape.Width, values), labels);
    }

    public static RandomMatching RandomMatching(float? imageValue = null) =>
        new(Set(Options.Image, Images, 1, imageValue), Set(Options.Music, Music, 2), Set(Options.Caption, Music, 2), similarity: new());
}
