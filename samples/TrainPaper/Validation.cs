using Mmva;
using Mmva.Data;

namespace TrainPaper;

/// <summary>
/// The score that chooses the best epoch: the mean squared distance on the plane, averaged over images, music and captions that are neither trained
/// on nor reported. Lower is better.
/// </summary>
internal sealed class Validation(params (Modality Modality, FeatureSet Train, FeatureSet Set)[] parts)
{
    /// <summary>The score of the trivial predictor: the mean rating of the training items.</summary>
    public double Trivial => parts.Average(part => Mean(part.Set, Enumerable.Repeat(part.Train.MeanEmotion, part.Set.Count)));

    public double Score(MmvaModel model) => parts.Average(part => Mean(part.Set, model.PredictEmotion(part.Modality, part.Set.Features)));

    private static double Mean(FeatureSet set, IEnumerable<ValenceArousal> predicted) =>
        set.Emotions.Zip(predicted, (rating, prediction) => Math.Pow(rating.DistanceTo(prediction), 2)).Average();
}
