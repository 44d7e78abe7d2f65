using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Evaluation;
using Mmva.Training;

namespace TrainCompact;

/// <summary>Results on held-out items, over all folds.</summary>
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

    /// <summary>Trains without a set of music and a category of images at a time, and measures on these: does what is learned transfer?</summary>
    public IReadOnlyList<(string LeftOut, SetReport Report)> LeftOut(
        IReadOnlyList<string> music, IReadOnlyList<IGrouping<string, int>> imageCategories, CancellationToken cancellationToken)
    {
        var results = new List<(string, SetReport)>();
        for (var i = 0; i < Math.Max(music.Count, imageCategories.Count); i++)
        {
            var (set, category) = (music.ElementAtOrDefault(i), imageCategories.ElementAtOrDefault(i));
            var fold = Fold.Without(data, set, category);
            var heads = Train(fold.Train, Recipe.Pairing, $"without {set ?? "-"} and {category?.Key ?? "-"}", cancellationToken);
            var scores = new HeadScores(data, fold.HoldOut, fold.Train, seed);
            foreach (var report in scores.Emotions(scores.Predict(heads)))
                results.Add((report.Source == "oasis" ? $"OASIS, {category!.Key}" : report.Source, report));
        }
        return results;
    }

    /// <summary>EmoBank's own dev sentences, whose documents the training has seen: for comparison with published results.</summary>
    public (EmotionReport Heads, EmotionReport Ridge) PublishedSplit(IReadOnlySet<string> devIds, CancellationToken cancellationToken)
    {
        int[] dev = [.. TextRows(true)], train = [.. TextRows(false)];
        var rows = Rows.All(data) with { Texts = train };
        var scores = new HeadScores(data, rows with { Texts = dev }, rows, seed);
        var heads = Train(rows, Recipe.Pairing, "EmoBank's own split", cancellationToken).Predict(Modality.Caption, data.Texts, dev);
        var ridge = Baseline.Fit(data.Texts.LayerMeans(train), data.Texts.EmotionsOf(train), Baseline.TextPenalty);
        return (scores.Texts(heads), scores.Texts(Baseline.Predict(ridge, data.Texts.LayerMeans(dev))));

        IEnumerable<int> TextRows(bool held) => Enumerable.Range(0, data.Texts.Count).Where(r => devIds.Contains(data.Texts.Items[r].Id) == held);
    }

    /// <summary>Ridge regression on the training rows of every fold; the penalty is chosen by grouped folds of the first.</summary>
    public HeldOutScores Ridge()
    {
        var (reports, points) = (new List<SetReport>(), new List<HeldOutPoints>());
        var penalties = new Dictionary<Modality, double>();
        foreach (var fold in folds)
        {
            HeldOutPoints predicted = new(
                Predict(Modality.Image, data.Images, fold.Train.Images, fold.HoldOut.Images),
                Predict(Modality.Music, data.Music, fold.Train.Music, fold.HoldOut.Music),
                Predict(Modality.Caption, data.Texts, fold.Train.Texts, fold.HoldOut.Texts));
            reports.AddRange(new HeadScores(data, fold.HoldOut, fold.Train, seed).Emotions(predicted));
            points.Add(predicted);
        }
        return new(reports, [], points);

        ValenceArousal[] Predict(Modality modality, FeatureSet set, IReadOnlyList<int> rows, IReadOnlyList<int> heldOut)
        {
            var (features, emotions) = (set.LayerMeans(rows), set.EmotionsOf(rows));
            if (!penalties.TryGetValue(modality, out var penalty))
            {
                var inner = GroupedSplit.Folds([.. rows.Select(r => set.Items[r])], 3, seed);
                var targets = Baseline.Targets(emotions);
                penalty = RidgeRegression.FitCrossValidated(features.Values.Span, targets, rows.Count, inner, Baseline.Penalties).Penalty;
                penalties[modality] = penalty;
            }
            return Baseline.Predict(Baseline.Fit(features, emotions, penalty), set.LayerMeans(heldOut));
        }
    }

    private TrainedHeads Train(Rows rows, CaptionPairing pairing, string what, CancellationToken cancellationToken)
    {
        var progress = new ConsoleProgress<TrainingProgress>(p => $"{what}: epoch {p.Epoch} of {p.Epochs}, loss {p.Loss.Total:F4}");
        return new HeadsTrainer(data, pairing, seed).Train(rows, progress, cancellationToken);
    }
}

/// <summary>Predictions for the rows that a fold holds out, in their order.</summary>
internal sealed record HeldOutPoints(ValenceArousal[] Images, ValenceArousal[] Music, ValenceArousal[] Texts);

/// <summary>Reports and predictions, fold by fold.</summary>
internal sealed record HeldOutScores(
    IReadOnlyList<SetReport> Reports, IReadOnlyList<SimilarityScore> Similarities, IReadOnlyList<HeldOutPoints> Points)
{
    public HeldOutScores First(int folds)
    {
        var sets = Reports.Count / Points.Count;
        return new([.. Reports.Take(folds * sets)], [.. Similarities.Take(folds)], [.. Points.Take(folds)]);
    }

    public IEnumerable<string> Sources => Reports.Select(r => r.Source).Distinct();

    /// <summary>A metric's mean over the folds, for valence and arousal.</summary>
    public (double Valence, double Arousal) Mean(string source, Func<RegressionMetrics, double> metric) =>
        (Mean(source, r => metric(r.Report.Valence)), Mean(source, r => metric(r.Report.Arousal)));

    public double Mean(string source, Func<SetReport, double> figure) => Reports.Where(r => r.Source == source).Average(figure);

    /// <summary>A squared error of similarity as a share of the constant's, over all folds.</summary>
    public double Ratio(Func<SimilarityScore, double> error) => Similarities.Average(error) / Similarities.Average(s => s.Constant);

    /// <summary>Writes held-out predictions for music and texts, by set and id: for experiments that would otherwise have to train again.</summary>
    public static void WriteTable(string path, TrainingData data, IReadOnlyList<Fold> folds, HeldOutScores heads, HeldOutScores ridge)
    {
        var lines = new List<string>();
        foreach (var (fold, ours, theirs) in folds.Zip(heads.Points, ridge.Points))
        {
            Add(data.Music, fold.HoldOut.Music, ours.Music, theirs.Music);
            Add(data.Texts, fold.HoldOut.Texts, ours.Texts, theirs.Texts);
        }
        File.WriteAllLines(path, ["set,id,heads_valence,heads_arousal,ridge_valence,ridge_arousal", .. lines.Order(StringComparer.Ordinal)]);

        void Add(FeatureSet set, IReadOnlyList<int> rows, ValenceArousal[] ours, ValenceArousal[] theirs)
        {
            for (var i = 0; i < rows.Count; i++)
                if (set.Source(rows[i]) is var source and not ("emobank" or "warriner"))
                    lines.Add($"{source},{Quoted(set.Items[rows[i]].Id)},{Point(ours[i])},{Point(theirs[i])}");
        }

        string Point(ValenceArousal point) => $"{point.Valence:F4},{point.Arousal:F4}";
        string Quoted(string id) => id.AsSpan().IndexOfAny(",\"") < 0 ? id : $"\"{id.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
