using Mmva.Evaluation;
using Mmva.Model;
using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Comparison;

/// <summary>
/// The layers of a comparison system and the order in which they run: necks and VA heads as in MMVA, a shared space except in L³-Net's style,
/// and a head that scores pairs. Weights, activations and gradients are passed to the methods.
/// </summary>
internal sealed class ComparisonNetwork
{
    /// <summary>The modalities of the comparison systems, whose values are their indices.</summary>
    public static readonly Modality[] Modalities = [Modality.Image, Modality.Music];

    private const int L3HiddenWidth = 128; // as in arXiv 1705.08168

    private readonly FeatureNeck?[] _necks;
    private readonly SharedSpace?[] _spaces;
    private readonly VaHead[] _emotion;
    private readonly MatchHead _match;

    public ComparisonNetwork(ComparisonSystem system, MmvaModelOptions options)
    {
        System = system;
        Options = options;
        static string Name(Modality modality) => modality.ToString().ToLowerInvariant();
        FeatureNeck? Neck(Modality m) =>
            options.HasNeck(m) ? new FeatureNeck(Layout, $"{Name(m)}_neck", options.ShapeOf(m), options.EmbeddingWidth) : null;
        _necks = [.. Modalities.Select(Neck)];
        _spaces = [.. Modalities.Select(m => HasSharedSpace ? new SharedSpace(Layout, $"{Name(m)}_space", options) : null)];
        _emotion = [.. Modalities.Select(m => new VaHead(Layout, $"{Name(m)}_head", options))];
        _match = new(Layout, "match_head", ComparesDifference ? options.EmbeddingWidth : 2 * options.EmbeddingWidth, MatchWidth, options.Dropout);
    }

    public ComparisonSystem System { get; }

    public MmvaModelOptions Options { get; }

    public ParameterLayout Layout { get; } = new();

    /// <summary>Whether both modalities are projected into one space; otherwise the necks' outputs are the embeddings.</summary>
    public bool HasSharedSpace => System != ComparisonSystem.L3Net;

    /// <summary>Whether pairs are scored by the difference of their embeddings; otherwise by both next to each other.</summary>
    public bool ComparesDifference => System is ComparisonSystem.SpNet or ComparisonSystem.AcpNet;

    /// <summary>The width of the hidden layer that scores pairs.</summary>
    public int MatchWidth => System == ComparisonSystem.L3Net ? L3HiddenWidth : Options.HiddenWidth;

    public void Embed(
        WorkerPool pool, ParameterValues weights, Modality modality, GatheredFeatures x, ComparisonActivations a, RandomSource? random = null)
    {
        var output = a.NeckOutput(modality);
        if (_necks[(int)modality] is { } neck) neck.Forward(pool, weights, x, a.Necks[(int)modality]!, output);
        else for (var i = 0; i < x.Count; i++) x[i].CopyTo(output.Row(i));
        _spaces[(int)modality]?.Forward(pool, weights, output, a.Spaces[(int)modality]!, a.Embedding(modality), random);
    }

    public void PredictEmotion(
        WorkerPool pool, ParameterValues weights, Modality modality, ComparisonActivations a, RandomSource? random = null) =>
        _emotion[(int)modality].Forward(pool, weights, a.Embedding(modality), a.Emotion[(int)modality], random);

    /// <summary>Scores the image and the music of each row from their embeddings.</summary>
    public void ScorePairs(WorkerPool pool, ParameterValues weights, ComparisonActivations a, RandomSource? random = null)
    {
        if (ComparesDifference) AbsoluteDifference.Forward(a.Embedding(Modality.Image), a.Embedding(Modality.Music), a.Pairs);
        _match.Forward(pool, weights, a.Pairs, a.Match, random);
    }

    /// <summary>
    /// Computes all gradients from those of the outputs in <paramref name="g"/>, whose gradients of the embeddings contain those of losses on the
    /// embeddings themselves. Overwrites the activations.
    /// </summary>
    public void Backward(
        WorkerPool pool, ParameterValues weights, ParameterValues gradients, Func<Modality, GatheredFeatures> inputs, ComparisonActivations a,
        ComparisonGradients g)
    {
        foreach (var modality in Modalities)
        {
            var head = _emotion[(int)modality];
            var dFirst = head.Backward(pool, weights, gradients, a.Embedding(modality), a.Emotion[(int)modality], g.OfEmotion(modality));
            if (NeedsGradient(modality)) head.BackwardInputs(pool, weights, dFirst, g.Embedding(modality), accumulate: true);
        }
        var dMatch = _match.Backward(pool, weights, gradients, a.Pairs, a.Match, g.Logits, g.MatchHidden);
        if (ComparesDifference)
        {
            _match.BackwardInputs(pool, weights, dMatch, g.Difference);
            AbsoluteDifference.Backward(
                a.Embedding(Modality.Image), a.Embedding(Modality.Music), g.Difference, g.Embedding(Modality.Image), g.Embedding(Modality.Music));
        }
        foreach (var modality in Modalities)
        {
            if (!NeedsGradient(modality)) continue;
            if (!ComparesDifference)
                _match.BackwardInputs(
                    pool, weights, dMatch, g.Embedding(modality), (int)modality * Options.EmbeddingWidth, accumulate: true);
            BackwardEmbedding(pool, weights, gradients, modality, inputs(modality), a, g);
        }
    }

    // features that are the embeddings need no gradient
    private bool NeedsGradient(Modality modality) => HasSharedSpace || _necks[(int)modality] is not null;

    private void BackwardEmbedding(
        WorkerPool pool, ParameterValues weights, ParameterValues gradients, Modality modality, GatheredFeatures x, ComparisonActivations a,
        ComparisonGradients g)
    {
        var (neck, dNeck) = (_necks[(int)modality], g.Embedding(modality));
        if (_spaces[(int)modality] is { } space)
        {
            var dFirst = space.Backward(
                pool, weights, gradients, a.NeckOutput(modality), a.Spaces[(int)modality]!, g.Embedding(modality), g.Hidden);
            if (neck is null) return;
            // the gradient of the embedding is no longer needed, so that of the neck's output, which is as wide, overwrites it
            space.BackwardInputs(pool, weights, dFirst, dNeck);
        }
        neck!.Backward(pool, weights, gradients, x, a.Necks[(int)modality]!, dNeck);
    }
}
