namespace Mmva.Extensions.AI;

/// <summary>Creates generators of points.</summary>
internal static class PointGenerators
{
    public static PointGenerator<string> OfTexts(IEmotionPredictor predictor) => new(predictor, predictor.PredictAsync);

    /// <summary>Batches must have one modality, as those of <see cref="ContentGenerator{TInput}"/> do.</summary>
    public static PointGenerator<MediaContent> OfMedia(IEmotionPredictor predictor) => new(predictor, (batch, cancellationToken) =>
        batch[0].Modality switch
        {
            Modality.Image => predictor.PredictAsync([.. batch.Select(content => content.Image!)], cancellationToken),
            Modality.Music => predictor.PredictAsync([.. batch.Select(content => content.Music!)], cancellationToken),
            _ => predictor.PredictAsync([.. batch.Select(content => content.Caption!)], cancellationToken),
        });
}
