using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>Memory for the gradients of predictions and embeddings on a batch, allocated once for the largest batch.</summary>
internal sealed class NetworkGradients
{
    private readonly int _width;
    private readonly Matrix _largestEmbeddings, _largestHidden, _largestSimilarity;
    private readonly Matrix[] _largestEmotion;
    private Matrix _embeddings, _hidden; // hidden: one for all heads, which run one after the other
    private int _count;

    public NetworkGradients(MmvaModelOptions options, int batch)
    {
        _width = options.EmbeddingWidth;
        _largestEmbeddings = new(batch, 3 * _width);
        _largestHidden = new(batch, options.HiddenWidth);
        _largestSimilarity = new(batch, SimilarityHead.Outputs);
        _largestEmotion = [.. MmvaNetwork.Modalities.Select(_ => new Matrix(batch, VaHead.Outputs))];
        Take(batch);
    }

    public PredictionHead.Gradients OfSimilarity => new(_largestSimilarity.SliceRows(0, _count), _hidden);

    public PredictionHead.Gradients OfEmotion(Modality modality) => new(_largestEmotion[(int)modality].SliceRows(0, _count), _hidden);

    public Matrix Embedding(Modality modality) => _embeddings.SliceColumns((int)modality * _width, _width);

    /// <summary>Sets the batch size, up to the largest.</summary>
    public void Take(int count)
    {
        _count = count;
        _embeddings = _largestEmbeddings.SliceRows(0, count);
        _hidden = _largestHidden.SliceRows(0, count);
    }
}
