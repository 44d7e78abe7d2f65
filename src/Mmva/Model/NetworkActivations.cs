using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>Memory for the outputs of all layers on a batch, allocated once for the largest batch.</summary>
internal sealed class NetworkActivations
{
    private readonly Matrix _embeddings;
    private readonly int _width;

    public NetworkActivations(MmvaModelOptions options, int batch, bool training)
    {
        _width = options.EmbeddingWidth;
        _embeddings = new(batch, 3 * _width);
        FeatureNeck.Activations? Neck(Modality m) => options.HasNeck(m) ? new(batch, options.ShapeOf(m)) : null;
        Necks = [.. MmvaNetwork.Modalities.Select(Neck)];
        Emotion = [.. MmvaNetwork.Modalities.Select(_ => new PredictionHead.Activations(batch, options.HiddenWidth, VaHead.Outputs, training))];
        if (options.SimilarityHead) Similarity = new(batch, options.HiddenWidth, SimilarityHead.Outputs, training);
        Take(batch);
    }

    /// <summary>The outputs of the necks, [batch, 3 × embedding width]: image, music and caption next to each other.</summary>
    public Matrix Embeddings { get; private set; }

    public FeatureNeck.Activations?[] Necks { get; }

    public PredictionHead.Activations[] Emotion { get; }

    public PredictionHead.Activations? Similarity { get; }

    public Matrix Embedding(Modality modality) => Embeddings.SliceColumns((int)modality * _width, _width);

    /// <summary>Sets the batch size, up to the largest.</summary>
    public void Take(int count)
    {
        Embeddings = _embeddings.SliceRows(0, count);
        foreach (var neck in Necks) neck?.Take(count);
        foreach (var head in Emotion) head.Take(count);
        Similarity?.Take(count);
    }
}
