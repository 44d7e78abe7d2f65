using Mmva;
using Mmva.Data;
using Mmva.Training;

namespace TrainPaper;

/// <summary>How well the similarity is predicted for triples that are matched at random, as in training.</summary>
internal static class SimilarityError
{
    private const int Triples = 4096;

    /// <summary>Mean squared errors on held-out triples.</summary>
    /// <returns>
    /// The error of the model (its similarity head, or without one Eq. 1 on the predicted points), and of a constant: the mean similarity of training
    /// triples.
    /// </returns>
    public static (double Model, double Constant) Of(
        MmvaModel model, FeatureSet images, FeatureSet music, FeatureSet captions, RandomMatching training, int seed)
    {
        var heldOut = new RandomMatching(images, music, captions, new CaptionsByEmotion(music.Emotions, captions.Emotions), training.Similarity);
        var batch = Draw(heldOut, seed);
        var predicted = Predict(model, batch, images.Features, music.Features, captions.Features, training.Similarity);
        var constant = Draw(training, seed).Similarities.Average();
        return (
            batch.Similarities.Zip(predicted, (target, p) => Math.Pow(target - p, 2)).Average(),
            batch.Similarities.Average(target => Math.Pow(target - constant, 2)));
    }

    private static IEnumerable<double> Predict(
        MmvaModel model, MatchedBatch batch, FeatureBatch images, FeatureBatch music, FeatureBatch captions, EmotionalSimilarity similarity)
    {
        var (image, piece) = (images.Take(batch.ImageRows), music.Take(batch.MusicRows));
        if (!model.Options.SimilarityHead)
            return model.PredictEmotion(Modality.Image, image).Zip(model.PredictEmotion(Modality.Music, piece), similarity.Score);
        return model.PredictSimilarity(
            model.Embed(Modality.Image, image), model.Embed(Modality.Music, piece), model.Embed(Modality.Caption, captions.Take(batch.CaptionRows)))
            .Select(value => (double)value);
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
