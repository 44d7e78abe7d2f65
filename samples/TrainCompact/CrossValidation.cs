using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Evaluation;
using Mmva.Training;

namespace TrainCompact;

/// <summary>Figures on items that were held out, over all folds: what the model card reports.</summary>
internal sealed class CrossValidation(TrainingData data, IReadOnlyList<Fold> folds, int seed)
{
    /// <summary>Trains on the first <paramref name="count"/> folds.</summary>
    public HeldOutScores Heads(CaptionPairing pairing, int count, CancellationToken cancellationToken)
    {
        var (reports, similarities, points) = (new List<SetReport>(), new List<SimilarityScore>(), new List<HeldOutPoints>());
        foreach (var (fold, number) in folds.Take(count).Select((f, i) => (f, i + 1)))
        {
            var heads = Train(fold.Train, pairing, $"{pairing}, fold {number} of {count}", cancellationToken);
            var scores = new HeadScores(data, fold.HoldOut, fold.Train, seed);
            points.Add(scores.Predict(heads));
            reports.AddRange(scores.Emotions(points[^1]));
            similarities.Add(scores.Similarity(heads));
        }
        return new(reports, similarities, points);
    }

    /// <summary>Trains without a set of music and a category of pictures at a time, and measures on these: does what is learnt travel?</summary>
    public IReadOnlyList<(string LeftOut, SetReport Report)> LeftOut(IReadOnlyList<string> music, IReadOnlyList<IGrouping<string, int>> imageCategories, CancellationToken cancellationToken)
    {
        var results = new List<(string, SetReport)>();
        for (var i = 0; i < Math.Max(music.Count, imageCategories.Count); i++)
        {
            var (set, category) = (i < music.Count ? music[i] : null, i < imageCategories.Count ? imageCategories[i] : null);
            var fold = Fold.Without(data, set, category);
            var heads = Train(fold.Train, Recipe.Pairing, $"without {set ?? "-"} and {category?.Key ?? "-"}", cancellationToken);
            var scores = new HeadScores(data, fold.HoldOut, fold.Train, seed);
            foreach (var report in scores.Emotions(scores.Predict(heads)))
                results.Add((report.Source == "oasis" ? $"OASIS, {category!.Key}" : report.Source, report));
        }
        return results;
    }

    /// <summary>EmoBank's own dev sentences, whose documents the training has seen: for comparison with published figures. Returns heads and ridge regression.</summary>
    public (EmotionReport Heads, EmotionReport Ridge) PublishedSplit(IReadOnlySet<string> devIds, CancellationToken cancellationToken)
    {
        int[] dev = [.. Places(true)], train = [.. Places(false)];
        var rows = Rows.All(data) with { Texts = train };
        var scores = new HeadScores(data, rows with { Texts = dev }, rows, seed);
        var heads = Train(rows, Recipe.Pairing, "EmoBank's own split", cancellationToken).Predict(Modality.Caption, data.Texts, dev);
        var ridge = Baseline.Fit(data.Texts.LayerMeans(train), data.Texts.EmotionsOf(train), Baseline.TextPenalty);
        return (scores.Texts(heads), scores.Texts(Baseline.Predict(ridge, data.Texts.LayerMeans(dev))));

        IEnumerable<int> Places(bool held) => Enumerable.Range(0, data.Texts.Count).Where(r => devIds.Contains(data.Texts.Items[r].Id) == held);
    }

    /// <summary>Ridge regression on the training rows of every fold; the penalty is chosen by grouped folds of the first.</summary>
    public HeldOutScores Ridge()
    {
        var (reports, points) = (new List<SetReport>(), new List<HeldOutPoints>());
        var penalties = new Dictionary<Modality, double>();
        foreach (var fold in folds)
        {
            HeldOutPoints predicted = new(
                Predict(Modality.Image, data.Images, r => r.Images, fold), Predict(Modality.Music, data.Music, r => r.Music, fold), Predict(Modality.Caption, data.Texts, r => r.Texts, fold));
            reports.AddRange(new HeadScores(data, fold.HoldOut, fold.Train, seed).Emotions(predicted));
            points.Add(predicted);
        }
        return new(reports, [], points);

        ValenceArousal[] Predict(Modality modality, FeatureSet set, Func<Rows, IReadOnlyList<int>> rowsOf, Fold fold)
        {
            var rows = rowsOf(fold.Train);
            var features = set.LayerMeans(rows);
            if (!penalties.TryGetValue(modality, out var penalty))
            {
                var inner = GroupedSplit.Folds([.. rows.Select(r => set.Items[r])], 3, seed);
                penalty = penalties[modality] = RidgeRegression.FitCrossValidated(features.Values.Span, Baseline.Targets(set.EmotionsOf(rows)), rows.Count, inner, Baseline.Penalties).Penalty;
            }
            return Baseline.Predict(Baseline.Fit(features, set.EmotionsOf(rows), penalty), set.LayerMeans(rowsOf(fold.HoldOut)));
        }
    }

    private TrainedHeads Train(Rows rows, CaptionPairing pairing, string what, CancellationToken cancellationToken)
    {
        var progress = new ConsoleProgress<TrainingProgress>(p => $"{what}: epoch {p.Epoch} of {p.Epochs}, loss {p.Loss.Total:F4}");
        var heads = new HeadsTrainer(data, pairing, seed).Train(rows, progress, cancellationToken);
        return heads;
    }
}

/// <summary>What is said of the rows that a fold holds out, in their order.</summary>
internal sealed record HeldOutPoints(ValenceArousal[] Images, ValenceArousal[] Music, ValenceArousal[] Texts);

/// <summary>Reports of all folds, and what was said fold by fold.</summary>
internal sealed record HeldOutScores(IReadOnlyList<SetReport> Reports, IReadOnlyList<SimilarityScore> Similarities, IReadOnlyList<HeldOutPoints> Points)
{
    /// <summary>The scores of the first folds alone.</summary>
    public HeldOutScores First(int folds)
    {
        var sets = Reports.Count / Points.Count;
        return new([.. Reports.Take(folds * sets)], [.. Similarities.Take(folds)], [.. Points.Take(folds)]);
    }

    public IEnumerable<string> Sources => Reports.Select(r => r.Source).Distinct();

    /// <summary>A metric's mean over the folds, for valence and arousal.</summary>
    public (double Valence, double Arousal) Mean(string source, Func<RegressionMetrics, double> metric) =>
        (Mean(source, r => metric(r.Report.Valence)), Mean(source, r => metric(r.Report.Arousal)));

    /// <summary>Any figure's mean over the folds.</summary>
    public double Mean(string source, Func<SetReport, double> figure) => Reports.Where(r => r.Source == source).Average(figure);

    /// <summary>A squared error of similarity as a share of the constant's, over all folds.</summary>
    public double Ratio(Func<SimilarityScore, double> error) => Similarities.Average(error) / Similarities.Average(s => s.Constant);
}
