using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Model;

/// <summary>The layers of the model and the order in which they run. Weights, activations and gradients are passed to the methods.</summary>
internal sealed class MmvaNetwork
{
    public static readonly Modality[] Modalities = Enum.GetValues<Modality>();

    private readonly FeatureNeck?[] _necks;
    private readonly VaHead[] _emotion;
    private readonly SimilarityHead? _similarity;

    public MmvaNetwork(MmvaModelOptions options)
    {
        Options = options.Validated(new MmvaModelOptionsValidator());
        static string Name(Modality modality) => modality.ToString().ToLowerInvariant();
        FeatureNeck? Neck(Modality m) =>
            options.HasNeck(m) ? new FeatureNeck(Layout, $"{Name(m)}_neck", options.ShapeOf(m), options.EmbeddingWidth) : null;
        _necks = [.. Modalities.Select(Neck)];
        _emotion = [.. Modalities.Select(m => new VaHead(Layout, $"{Name(m)}_head", options))];
        _similarity = options.SimilarityHead ? new(Layout, "similarity_head", options) : null;
    }

    public MmvaModelOptions Options { get; }

    public ParameterLayout Layout { get; } = new();

    public void Embed(WorkerPool pool, ParameterValues weights, Modality modality, GatheredFeatures x, NetworkActivations a)
    {
        var embedding = a.Embedding(modality);
        if (_necks[(int)modality] is { } neck) neck.Forward(pool, weights, x, a.Necks[(int)modality]!, embedding);
        else for (var i = 0; i < x.Count; i++) x[i].CopyTo(embedding.Row(i));
    }

    public void PredictEmotion(
        WorkerPool pool, ParameterValues weights, Modality modality, NetworkActivations a, RandomSource? random = null) =>
        _emotion[(int)modality].Forward(pool, weights, a.Embedding(modality), a.Emotion[(int)modality], random);

    /// <summary>Reads all three embeddings. Does nothing if the model has no similarity head.</summary>
    public void PredictSimilarity(WorkerPool pool, ParameterValues weights, NetworkActivations a, RandomSource? random = null) =>
        _similarity?.Forward(pool, weights, a.Embeddings, a.Similarity!, random);

    /// <summary>Computes all gradients from those of the predictions in <paramref name="g"/>. Overwrites the activations.</summary>
    public void Backward(
        WorkerPool pool, ParameterValues weights, ParameterValues gradients, Func<Modality, GatheredFeatures> inputs, NetworkActivations a,
        NetworkGradients g)
    {
        foreach (var modality in Modalities)
        {
            var head = _emotion[(int)modality];
            var dFirst = head.Backward(pool, weights, gradients, a.Embedding(modality), a.Emotion[(int)modality], g.OfEmotion(modality));
            if (_necks[(int)modality] is not null) head.BackwardInputs(pool, weights, dFirst, g.Embedding(modality));
        }
        var dSimilarity = _similarity?.Backward(pool, weights, gradients, a.Embeddings, a.Similarity!, g.OfSimilarity);
        foreach (var modality in Modalities)
        {
            if (_necks[(int)modality] is not { } neck) continue; // features without a neck need no gradient
            if (dSimilarity is { } d)
                _similarity!.BackwardInputs(pool, weights, d, g.Embedding(modality), (int)modality * Options.EmbeddingWidth, accumulate: true);
            neck.Backward(pool, weights, gradients, inputs(modality), a.Necks[(int)modality]!, g.Embedding(modality));
        }
    }
}
