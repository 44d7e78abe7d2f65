namespace Mmva.Training;

internal static class BatchLabels
{
    /// <summary>
    /// Fills in labels and weights for the rows of the batch. The weight of a similarity is the product of the image's and the music's.
    /// Captions without labels get those of their music.
    /// </summary>
    public static void Fill(
        MatchedBatch batch, LabeledFeatures images, LabeledFeatures music, LabeledFeatures? captions, EmotionalSimilarity similarity)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            int image = batch.ImageRows[i], piece = batch.MusicRows[i], caption = batch.CaptionRows[i];
            (batch.ImageEmotions[i], batch.ImageWeights[i]) = (images.Emotions[image], images.WeightOf(image));
            (batch.MusicEmotions[i], batch.MusicWeights[i]) = (music.Emotions[piece], music.WeightOf(piece));
            (batch.CaptionEmotions[i], batch.CaptionWeights[i]) = captions is null
                ? (batch.MusicEmotions[i], batch.MusicWeights[i])
                : (captions.Emotions[caption], captions.WeightOf(caption));
            batch.SimilarityWeights[i] = batch.ImageWeights[i] * batch.MusicWeights[i];
            batch.Similarities[i] = batch.SimilarityWeights[i] > 0 ? (float)similarity.Score(batch.ImageEmotions[i], batch.MusicEmotions[i]) : 0;
        }
    }
}
