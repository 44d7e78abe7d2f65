using Mmva;
using Mmva.Evaluation;

namespace TrainCompact;

/// <summary>Does the nearest prompt of a picture feel as the picture does? For held-out pictures and held-out prompts, the ratings of both are compared.</summary>
internal static class PromptsForPictures
{
    /// <summary>r between the rating of each picture and that of the rated prompt whose predicted point is nearest to the picture's predicted point.</summary>
    public static (double Valence, double Arousal) Agreement(TrainingData data, IReadOnlyList<Fold> folds, HeldOutScores scores)
    {
        var (pictures, prompts) = (new List<ValenceArousal>(), new List<ValenceArousal>());
        foreach (var (fold, points) in folds.Zip(scores.Points))
        {
            int[] candidates = [.. Enumerable.Range(0, fold.HoldOut.Texts.Count).Where(i => data.Texts.Source(fold.HoldOut.Texts[i]) == "prompt")];
            for (var i = 0; i < fold.HoldOut.Images.Count; i++)
            {
                var nearest = candidates.MinBy(c => points.Texts[c].DistanceTo(points.Images[i]));
                pictures.Add(data.Images.Items[fold.HoldOut.Images[i]].Emotion);
                prompts.Add(data.Texts.Items[fold.HoldOut.Texts[nearest]].Emotion);
            }
        }
        var report = EmotionReport.Compute(pictures, prompts, new(0.5f, 0.5f));
        return (report.Valence.Pearson, report.Arousal.Pearson);
    }
}
