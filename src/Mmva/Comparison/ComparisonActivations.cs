using Mmva.Model;
using Mmva.Numerics;

namespace Mmva.Comparison;

/// <summary>Memory for the outputs of all layers of a comparison system on a batch, allocated once for the largest batch.</summary>
internal sealed class ComparisonActivations
{
    private readonly Matrix _embeddings, _difference;
    private readonly Matrix[] _neckOutputs;
    private readonly ComparisonNetwork _network;
    private readonly int _width;
    private int _count;

    public ComparisonActivations(ComparisonNetwork network, int batch, bool training)
    {
        var options = network.Options;
        _network = network;
        _width = options.EmbeddingWidth;
        _embeddings = new(batch, 2 * _width);
        _difference = new(network.ComparesDifference ? batch : 0, _width);
        Matrix NeckOutput(Modality m) => network.HasSharedSpace ? new(batch, _width) : _embeddings.SliceColumns((int)m * _width, _width);
        FeatureNeck.Activations? Neck(Modality m) => options.HasNeck(m) ? new(batch, options.ShapeOf(m)) : null;
        HiddenBlock.Activations? Space(Modality m) => network.HasSharedSpace ? new(batch, options.HiddenWidth, training) : null;
        _neckOutputs = [.. ComparisonNetwork.Modalities.Select(NeckOutput)];
        Necks = [.. ComparisonNetwork.Modalities.Select(Neck)];
        Spaces = [.. ComparisonNetwork.Modalities.Select(Space)];
        Emotion = [.. ComparisonNetwork.Modalities.Select(
            _ => new PredictionHead.Activations(batch, options.HiddenWidth, VaHead.Outputs, training))];
        Match = new(batch, network.MatchWidth, training);
        Take(batch);
    }

    public FeatureNeck.Activations?[] Necks { get; }

    public HiddenBlock.Activations?[] Spaces { get; }

    public PredictionHead.Activations[] Emotion { get; }

    public MatchHead.Activations Match { get; }

    /// <summary>The input of the head that scores pairs: the difference of the embeddings, or both next to each other.</summary>
    public Matrix Pairs => (_network.ComparesDifference ? _difference : _embeddings).SliceRows(0, _count);

    public Matrix NeckOutput(Modality modality) => _neckOutputs[(int)modality].SliceRows(0, _count);

    public Matrix Embedding(Modality modality) => _embeddings.SliceRows(0, _count).SliceColumns((int)modality * _width, _width);

    /// <summary>Sets the batch size, up to the largest.</summary>
    public void Take(int count)
    {
        _count = count;
        foreach (var neck in Necks) neck?.Take(count);
        foreach (var space in Spaces) space?.Take(count);
        foreach (var head in Emotion) head.Take(count);
        Match.Take(count);
    }
}
