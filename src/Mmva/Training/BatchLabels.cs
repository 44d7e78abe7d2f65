namespace Mmva.Training;

internal static class BatchLabels
{
    /// <summary>Labels and weights of the examples that the rows name; a similarity counts as much as image and music both do.</summary>
    public static void Fill(MatchedBatch batch, LabelledFeatures images, LabelledFeatures music, LabelledFeatures captions, EmotionalSimilarity similarity)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            int image = batch.ImageRows[i], piece = batch.MusicRows[i], caption = batch.CaptionRows[i];
            (batch.ImageEmotions[i], batch.ImageWeights[i]) = (images.Emotions[image], images.WeightOf(image));
            (batch.MusicEmotions[i], batch.MusicWeights[i]) = (music.Emotions[piece], music.WeightOf(piece));
            (batch.CaptionEmotions[i], batch.CaptionWeights[i]) = (captions.Emotions[caption], captions.WeightOf(caption));
            batch.SimilarityWeights[i] = batch.ImageWeights[i] * batch.MusicWeights[i];
            batch.Similarities[i] = batch.SimilarityWeights[i] > 0 ? (float)similarity.Score(batch.ImageEmotions[i], batch.MusicEmotions[i]) : 0;
        }
    }
}
