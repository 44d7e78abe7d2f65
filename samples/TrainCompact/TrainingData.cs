using System.Numerics.Tensors;
using Mmva;
using Mmva.Data;

namespace TrainCompact;

/// <summary>Rated features as the training reads them.</summary>
internal static class RatedFeatures
{
    /// <summary>The data set that an item comes from.</summary>
    public static string Source(this FeatureSet set, int row) => set.Items[row].DataSet;

    /// <summary>One layer of a row, [width].</summary>
    public static ReadOnlySpan<float> Layer(this FeatureSet set, int row, int layer) =>
        set.Features[row].Span.Slice(layer * set.Shape.Width, set.Shape.Width);

    public static ValenceArousal[] EmotionsOf(this FeatureSet set, IReadOnlyList<int> rows) => [.. rows.Select(row => set.Items[row].Emotion)];

    /// <summary>The mean over the layers of some rows, [rows, 1, width]: ridge regression could not weigh each value of thirteen layers.</summary>
    public static FeatureBatch LayerMeans(this FeatureSet set, IReadOnlyList<int> rows)
    {
        var (layers, width) = (set.Shape.Layers, set.Shape.Width);
        if (layers == 1) return set.Features.Take(rows);
        var means = new float[rows.Count * width];
        for (var i = 0; i < rows.Count; i++)
        {
            var mean = means.AsSpan(i * width, width);
            for (var layer = 0; layer < layers; layer++) TensorPrimitives.MultiplyAdd(set.Layer(rows[i], layer), 1f / layers, mean, mean);
        }
        return new(rows.Count, 1, width, means);
    }
}

/// <param name="Texts">Sentences, words, captions, prompts and queries.</param>
/// <param name="NegatedWords">Words of <paramref name="Texts"/> with a "not" before them, by the words' ids: for training only.</param>
/// <param name="WordedCaptions">A caption worded from each piece of music, with the piece's emotion; empty if they are not needed.</param>
/// <param name="RatedCaptions">The texts that a language model rated twice.</param>
internal sealed record TrainingData(
    FeatureSet Images, FeatureSet Music, FeatureSet Texts, FeatureSet NegatedWords, FeatureSet WordedCaptions,
    IReadOnlyList<RatedCaption> RatedCaptions)
{
    public IReadOnlyList<EncoderMetadata> Encoders => [Images.Encoder, Music.Encoder, Texts.Encoder];
}
