using System.Runtime.InteropServices;
using Mmva.Evaluation;
using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Comparison;

/// <summary>The loss of a comparison system: valence and arousal as in MMVA, and what the system learns of pairs.</summary>
internal sealed class ComparisonLoss(ComparisonNetwork network, double threshold, int batch)
{
    private readonly MetricLoss _metric = new(batch);

    /// <summary>Computes the loss of a batch and the gradients of outputs and embeddings.</summary>
    /// <param name="pool">The threads.</param>
    /// <param name="batch">The labels.</param>
    /// <param name="a">The outputs of the forward pass.</param>
    /// <param name="g">Receives the gradients, with <see cref="ComparisonGradients.Take"/> called for the batch.</param>
    /// <param name="weights">The weight of each part.</param>
    /// <param name="similarity">Eq. 1 with its σ; only CDCML needs it.</param>
    public ComparisonLossParts Compute(
        WorkerPool pool, MatchedBatch batch, ComparisonActivations a, ComparisonGradients g, ComparisonLossParts weights,
        EmotionalSimilarity? similarity)
    {
        var pairWeights = batch.SimilarityWeights.AsSpan(0, batch.Count);
        double Emotion(Modality modality, ValenceArousal[] labels, float[] counts, double weight) => MmvaLoss.Part(
            a.Emotion[(int)modality].Output, MemoryMarshal.Cast<ValenceArousal, float>(labels), counts.AsSpan(0, batch.Count), weight,
            g.OfEmotion(modality).Output);

        var loss = new ComparisonLossParts
        {
            Image = Emotion(Modality.Image, batch.ImageEmotions, batch.ImageWeights, weights.Image),
            Music = Emotion(Modality.Music, batch.MusicEmotions, batch.MusicWeights, weights.Music),
        };
        if (network.System != ComparisonSystem.Cdcml)
            return loss with { Match = MatchLoss.CrossEntropy(a.Match, batch.Similarities, pairWeights, threshold, weights.Match, g.Logits) };

        var (image, music) = (a.Embedding(Modality.Image), a.Embedding(Modality.Music));
        var (dImage, dMusic) = (g.Embedding(Modality.Image), g.Embedding(Modality.Music));
        return loss with
        {
            Match = MatchLoss.SquaredError(a.Match, batch.Similarities, pairWeights, weights.Match, g.Logits),
            Across = MetricLoss.Across(image, music, batch.Similarities, pairWeights, weights.Across, dImage, dMusic),
            WithinImages = _metric.Within(pool, image, batch.ImageEmotions, batch.ImageWeights, similarity!, weights.WithinImages, dImage),
            WithinMusic = _metric.Within(pool, music, batch.MusicEmotions, batch.MusicWeights, similarity!, weights.WithinMusic, dMusic),
        };
    }
}

/// <summary>The parts of the loss, or their weights.</summary>
internal readonly record struct ComparisonLossParts
{
    /// <summary>Valence and arousal of the images.</summary>
    public double Image { get; init; }

    /// <summary>Valence and arousal of the music.</summary>
    public double Music { get; init; }

    /// <summary>The head that scores pairs.</summary>
    public double Match { get; init; }

    /// <summary>The distances between images and music; only CDCML.</summary>
    public double Across { get; init; }

    /// <summary>The distances among images; only CDCML.</summary>
    public double WithinImages { get; init; }

    /// <summary>The distances among music; only CDCML.</summary>
    public double WithinMusic { get; init; }

    /// <summary>All that is learned of pairs.</summary>
    public double Pairs => Match + Across + WithinImages + WithinMusic;

    public static ComparisonLossParts From(LossWeights weights) => new()
    {
        Image = weights.Image,
        Music = weights.Music,
        Match = weights.Similarity,
        Across = weights.Similarity,
        WithinImages = weights.Similarity,
        WithinMusic = weights.Similarity,
    };
}
