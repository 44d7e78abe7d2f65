using Mmva.Model;
using Mmva.Numerics;

namespace Mmva.Comparison;

/// <summary>Memory for the gradients of outputs and embeddings on a batch, allocated once for the largest batch.</summary>
internal sealed class ComparisonGradients
{
    private readonly int _width;
    private readonly Matrix _embeddings, _difference, _hidden, _matchHidden, _logits; // hidden: one for all parts, which run one after the other
    private readonly Matrix[] _emotion;
    private int _count;

    public ComparisonGradients(ComparisonNetwork network, int batch)
    {
        _width = network.Options.EmbeddingWidth;
        _embeddings = new(batch, 2 * _width);
        _difference = new(network.ComparesDifference ? batch : 0, _width);
        _hidden = new(batch, network.Options.HiddenWidth);
        _matchHidden = new(batch, network.MatchWidth);
        _logits = new(batch, 1);
        _emotion = [.. ComparisonNetwork.Modalities.Select(_ => new Matrix(batch, VaHead.Outputs))];
        Take(batch);
    }

    public Matrix Hidden => _hidden.SliceRows(0, _count);

    public Matrix MatchHidden => _matchHidden.SliceRows(0, _count);

    public Matrix Difference => _difference.SliceRows(0, _count);

    /// <summary>The gradient of the scores before their sigmoid.</summary>
    public Matrix Logits => _logits.SliceRows(0, _count);

    public PredictionHead.Gradients OfEmotion(Modality modality) => new(_emotion[(int)modality].SliceRows(0, _count), Hidden);

    public Matrix Embedding(Modality modality) => _embeddings.SliceRows(0, _count).SliceColumns((int)modality * _width, _width);

    /// <summary>Sets the batch size, up to the largest, and clears the gradients of the embeddings, to which all losses add theirs.</summary>
    public void Take(int count)
    {
        _count = count;
        _embeddings.Span.Clear();
    }
}
