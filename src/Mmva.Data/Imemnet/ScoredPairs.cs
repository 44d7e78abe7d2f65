using Mmva.Training;

namespace Mmva.Data;

/// <summary>Predefined pairs with given scores, such as the published ones.</summary>
internal sealed class ScoredPairs(PredefinedPairs pairs, IReadOnlyDictionary<(int Image, int Music), float> scores) : IBatchSource
{
    public FeatureBatch Images => pairs.Images;

    public FeatureBatch Music => pairs.Music;

    public FeatureBatch Captions => pairs.Captions;

    public double? Sigma => pairs.Similarity.Sigma;

    public int StepsPerEpoch(int batchSize) => pairs.StepsPerEpoch(batchSize);

    public void BeginEpoch(RandomSource random) => pairs.BeginEpoch(random);

    public void Fill(MatchedBatch batch, int step, RandomSource random)
    {
        pairs.Fill(batch, step, random);
        for (var i = 0; i < batch.Count; i++) batch.Similarities[i] = scores[(batch.ImageRows[i], batch.MusicRows[i])];
    }
}
