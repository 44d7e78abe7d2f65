using Mmva.Evaluation;
using Mmva.Tests.Training;
using Mmva.Training;

namespace Mmva.Tests.Comparison;

/// <summary>Options and batches for small comparison systems.</summary>
internal static class ComparisonData
{
    public static ComparisonModelOptions Options { get; } = new()
    {
        Image = TinyData.Options.Image,
        Music = TinyData.Options.Music,
        EmbeddingWidth = 16,
        HiddenWidth = 24,
        Dropout = 0.2f,
    };

    /// <summary>A batch whose rows have other weights, one of them 0 with labels that are not finite.</summary>
    public static MatchedBatch WeightedBatch(IBatchSource source, int count)
    {
        var (batch, random) = (new MatchedBatch(count), new RandomSource(5));
        source.BeginEpoch(random);
        source.Fill(batch, 0, random);
        for (var i = 0; i < count; i++)
        {
            batch.ImageWeights[i] = 0.5f + 0.25f * i;
            batch.MusicWeights[i] = 1.5f - 0.2f * i;
            batch.SimilarityWeights[i] = batch.ImageWeights[i] * batch.MusicWeights[i];
        }
        if (count < 3) return batch;
        batch.ImageWeights[1] = batch.MusicWeights[1] = batch.SimilarityWeights[1] = 0;
        batch.ImageEmotions[1] = batch.MusicEmotions[1] = new(float.NaN, float.NaN);
        batch.Similarities[1] = float.NaN;
        return batch;
    }
}
