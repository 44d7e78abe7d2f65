using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>Memory for the gradients of predictions and embeddings on a batch.</summary>
internal sealed class NetworkGradients(MmvaModelOptions options, int batch)
{
    private readonly Matrix _embeddings = new(batch, 3 * options.EmbeddingWidth);
    private readonly Matrix _hidden = new(batch, options.HiddenWidth); // one for all predictors, as they run one after the other
    private readonly Matrix[] _emotion = [.. MmvaNetwork.Modalities.Select(_ => new Matrix(batch, VaPredictor.Outputs))];
    private readonly Matrix _similarity = new(batch, SimilarityPredictor.Outputs);

    public Predictor.Gradients OfSimilarity => new(_similarity, _hidden);

    public Predictor.Gradients OfEmotion(Modality modality) => new(_emotion[(int)modality], _hidden);

    public Matrix Embedding(Modality modality) => _embeddings.SliceColumns((int)modality * options.EmbeddingWidth, options.EmbeddingWidth);
}
