using Mmva.Data.Datasets;
using Mmva.Encoders;
using Mmva.Evaluation;
using Mmva.Model;
using Mmva.Training;

namespace TrainCompact;

/// <summary>Figures on items that were held out, over all folds: what the model card reports.</summary>
internal sealed class CrossValidation(TrainingData data, IReadOnlyList<Fold> folds, int seed)
{
    /// <summary>Trains on every fold.</summary>
    public HeldOutScores Heads(CaptionPairing pairing, int count)
    {
        var (reports, similarities, epochs) = (new List<(string, EmotionReport)>(), new List<SimilarityScore>(), new List<int>());
        foreach (var (fold, number) in folds.Take(count).Select((f, i) => (f, i + 1)))
        {
            var progress = new ConsoleProgress<TrainingProgress>(p => $"{pairing}, fold {number} of {count}: epoch {p.Epoch} of {p.Epochs}, loss {p.Loss.Total:F4}, validation {p.ValidationScore:F4}");
            var (heads, epoch) = new HeadsTrainer(data, pairing, seed).Train(fold, progress);
            progress.End();
            var scores = new HeadScores(data, fold.HoldOut, fold.Train, seed);
            reports.AddRange(scores.Emotions(heads));
            similarities.Add(scores.Similarity(heads));
            epochs.Add(epoch);
        }
        return new(reports, similarities, epochs);
    }

    /// <summary>EmoBank's own dev sentences, whose documents the training has seen: for comparison with published figures. Returns heads and ridge regression.</summary>
    public (EmotionReport Heads, EmotionReport Ridge) PublishedSplit(IReadOnlySet<string> devIds, int epochs)
    {
        int[] dev = [.. Places(true)], train = [.. Places(false)];
        var rows = Rows.All(data) with { Texts = train };
        var scores = new HeadScores(data, rows with { Texts = dev }, rows, seed);
        var heads = new HeadsTrainer(data, Recipe.Pairing, seed).Train(rows, epochs).Predict(Modality.Caption, data.Texts, dev);
        var ridge = Baseline.Fit(data.Texts.LayerMeans(train), data.Texts.Emotions(train), Baseline.TextPenalty);
        var baseline = Baseline.Predict(ridge, data.Texts.LayerMeans(dev));
        return (Report(heads), Report(baseline));

        IEnumerable<int> Places(bool held) => Enumerable.Range(0, data.Texts.Count).Where(r => devIds.Contains(data.Texts.Items[r].Id) == held);
        EmotionReport Report(Mmva.Emotion.ValenceArousal[] texts) => scores.Texts(texts);
    }

    /// <summary>Ridge regression on training and validation rows of every fold; the penalty is chosen by grouped folds of the first.</summary>
    public HeldOutScores Ridge(int count)
    {
        var reports = new List<(string, EmotionReport)>();
        var penalties = new Dictionary<Modality, double>();
        foreach (var fold in folds.Take(count))
        {
            var (images, music, texts) = (
                Predict(Modality.Image, data.Images, r => r.Images, fold), Predict(Modality.Music, data.Music, r => r.Music, fold), Predict(Modality.Caption, data.Texts, r => r.Texts, fold));
            reports.AddRange(new HeadScores(data, fold.HoldOut, fold.Train, seed).Emotions(images, music, texts));
        }
        return new(reports, [], []);

        Mmva.Emotion.ValenceArousal[] Predict(Modality modality, RatedSet set, Func<Rows, IReadOnlyList<int>> rowsOf, Fold fold)
        {
            int[] rows = [.. rowsOf(fold.Train), .. rowsOf(fold.Validation)];
            if (!penalties.TryGetValue(modality, out var penalty))
            {
                var inner = GroupedSplit.Folds([.. rowsOf(fold.Train).Select(r => set.Items[r])], 3, seed);
                penalty = penalties[modality] = RidgeRegression.FitCrossValidated(
                    set.LayerMeans(rowsOf(fold.Train)).Values.Span, Baseline.Targets(set.Emotions(rowsOf(fold.Train))), rowsOf(fold.Train).Count, inner, Baseline.Penalties).Penalty;
            }
            return Baseline.Predict(Baseline.Fit(set.LayerMeans(rows), set.Emotions(rows), penalty), set.LayerMeans(rowsOf(fold.HoldOut)));
        }
    }
}

/// <summary>Reports of all folds.</summary>
internal sealed record HeldOutScores(IReadOnlyList<(string Source, EmotionReport Report)> Reports, IReadOnlyList<SimilarityScore> Similarities, IReadOnlyList<int> Epochs)
{
    /// <summary>A metric's mean over the folds.</summary>
    public double Mean(string source, Func<EmotionReport, double> metric) => Reports.Where(r => r.Source == source).Average(r => metric(r.Report));

    public IEnumerable<string> Sources => Reports.Select(r => r.Source).Distinct();
}
