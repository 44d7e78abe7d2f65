using Mmva;
using Mmva.Data;
using Mmva.Training;

namespace TrainPaper;

/// <summary>How well the similarity head does on triples that are matched at random, as in training.</summary>
internal static class SimilarityError
{
    private const int Triples = 4096;

    /// <summary>Mean squared errors on held-out triples.</summary>
    /// <returns>The error of the model, and of a constant: the mean similarity of training triples.</returns>
    public static (double Model, double Constant) Of(
        MmvaModel model, FeatureSet images, FeatureSet music, FeatureSet captions, RandomMatching training, int seed)
    {
        var heldOut = new RandomMatching(images, music, captions, new CaptionsByEmotion(music.Emotions, captions.Emotions), training.Similarity);
        var batch = Draw(heldOut, seed);
        var predicted = model.PredictSimilarity(
            model.Embed(Modality.Image, images.Features.Take(batch.ImageRows)),
            model.Embed(Modality.Music, music.Features.Take(batch.MusicRows)),
            model.Embed(Modality.Caption, captions.Features.Take(batch.CaptionRows)));
        var constant = Draw(training, seed).Similarities.Average();
        return (
            batch.Similarities.Zip(predicted, (target, p) => Math.Pow(target - p, 2)).Average(),
            batch.Similarities.Average(target => Math.Pow(target - constant, 2)));
    }

    private static MatchedBatch Draw(RandomMatching matching, int seed)
    {
        var batch = new MatchedBatch(Triples);
        var random = new RandomSource((ulong)seed);
        matching.BeginEpoch(random);
        matching.Fill(batch, step: 0, random);
        return batch;
    }
}
