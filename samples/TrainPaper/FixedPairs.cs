using Mmva.Training;

namespace TrainPaper;

/// <summary>The paper's first ablation: pairs that are drawn once, as many as random matching draws in an epoch, and used in every epoch.</summary>
internal static class FixedPairs
{
    public static PredefinedPairs Of(RandomMatching matching, LabeledFeatures images, LabeledFeatures music, LabeledFeatures captions, int seed)
    {
        var triples = new List<(int Image, int Music, int Caption)>();
        var batch = new MatchedBatch(Math.Max(images.Count, music.Count));
        var random = new RandomSource((ulong)seed);
        matching.BeginEpoch(random);
        matching.Fill(batch, step: 0, random);
        for (var i = 0; i < batch.Count; i++) triples.Add((batch.ImageRows[i], batch.MusicRows[i], batch.CaptionRows[i]));
        return new(images, music, captions, triples, matching.Similarity);
    }
}
