using System.Numerics.Tensors;
using Mmva;
using Mmva.Data;

namespace TrainCompact;

/// <summary>The rated items of one modality with their features, [items, layers, width].</summary>
internal sealed record RatedSet(IReadOnlyList<RatedItem> Items, FeatureShape Shape, float[] Features)
{
    public int Count => Items.Count;

    /// <summary>The data set an item comes from.</summary>
    public string Source(int row) => Items[row].DataSet;

    public ReadOnlySpan<float> Layer(int row, int layer) => Features.AsSpan((row * Shape.Layers + layer) * Shape.Width, Shape.Width);

    public ValenceArousal[] Emotions(IReadOnlyList<int> rows) => [.. rows.Select(r => Items[r].Emotion)];

    /// <summary>The features of some rows: [rows, layers, width].</summary>
    public FeatureBatch Take(IReadOnlyList<int> rows)
    {
        var (layers, width) = (Shape.Layers, Shape.Width);
        var taken = new float[rows.Count * layers * width];
        for (var i = 0; i < rows.Count; i++) Features.AsSpan(rows[i] * layers * width, layers * width).CopyTo(taken.AsSpan(i * layers * width));
        return new(rows.Count, layers, width, taken);
    }

    /// <summary>The mean over the layers of some rows, [rows, 1, width]: what ridge regression reads, which could not weigh each number of thirteen layers.</summary>
    public FeatureBatch LayerMeans(IReadOnlyList<int> rows)
    {
        if (Shape.Layers == 1) return Take(rows);
        var means = new float[rows.Count * Shape.Width];
        for (var i = 0; i < rows.Count; i++)
        {
            var mean = means.AsSpan(i * Shape.Width, Shape.Width);
            for (var layer = 0; layer < Shape.Layers; layer++) TensorPrimitives.MultiplyAdd(Layer(rows[i], layer), 1f / Shape.Layers, mean, mean);
        }
        return new(rows.Count, 1, Shape.Width, means);
    }
}

/// <summary>Everything to train on.</summary>
/// <param name="Images">Pictures.</param>
/// <param name="Music">Pieces of music.</param>
/// <param name="Texts">Sentences, words, captions, prompts and queries.</param>
/// <param name="NegatedWords">Words of <paramref name="Texts"/> with a "not" before them, by the words' ids: for training only.</param>
/// <param name="WordedCaptions">A caption worded from each piece of music, with the piece's emotion; empty where they are not needed.</param>
/// <param name="Encoders">What made the features of images, music and texts.</param>
/// <param name="RatedCaptions">The texts that a language model rated twice.</param>
internal sealed record TrainingData(
    RatedSet Images, RatedSet Music, RatedSet Texts, RatedSet NegatedWords, RatedSet WordedCaptions, IReadOnlyList<EncoderMetadata> Encoders, IReadOnlyList<RatedCaption> RatedCaptions);
