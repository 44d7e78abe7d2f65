using System.Globalization;
using Mmva;
using Mmva.Data;
using Mmva.Evaluation;

namespace TrainCompact;

/// <summary>The model card, with the results of the run that trained the model.</summary>
internal sealed class ModelCard(
    TrainingData data, IReadOnlyList<Fold> folds, HeldOutScores heads, HeldOutScores ridge,
    IReadOnlyList<(string LeftOut, SetReport Report)> leftOut, (EmotionReport Heads, EmotionReport Ridge) published,
    IReadOnlyDictionary<CaptionPairing, HeldOutScores> pairings, PrecisionCost? precision, int seed)
{
    public static Dictionary<string, string> Metadata(TrainingData data, int seed) => new()
    {
        ["licence"] = "non-commercial research",
        ["encoders"] = string.Join(", ", data.Encoders.Select(e => $"{e.Name} {e.Layers}x{e.Width}")),
        ["training"] = $"{data.Images.Count} images, {data.Music.Count} pieces of music, {data.Texts.Count} texts; "
            + $"{Recipe.Epochs} epochs, seed {seed}",
    };

    public string Text(string template)
    {
        using var stream = typeof(ModelCard).Assembly.GetManifestResourceStream(template)!;
        using var reader = new StreamReader(stream);
        (string Name, object Value)[] values =
        [
            ("metrics", MetricsTable.Of(heads, ridge, s => !IsRatedByModel(s))),
            ("model-rated metrics", MetricsTable.Of(heads, ridge, IsRatedByModel)),
            ("agreement", AgreementTable()), ("left out", LeftOutTable()), ("published", PublishedText()), ("similarity", SimilarityTable()),
            ("pairings", PairingTable()), ("precision", precision?.Text() ?? ""),
            ("prompts", MetricsTable.Pair(PromptAgreement(heads), m => m.Pearson, "F2")),
            ("prompts ridge", MetricsTable.Pair(PromptAgreement(ridge), m => m.Pearson, "F2")),
            ("encoders", EncoderTable()), ("shipped", Recipe.Pairing), ("epochs", Recipe.Epochs), ("seed", seed),
            ("images", data.Images.Count), ("music", data.Music.Count), ("piano", data.Music.Items.Count(item => item.DataSet == "emopia")),
            ("texts", data.Texts.Count), ("captions", data.RatedCaptions.Count), ("vgmidi", Recipe.MusicWeight("vgmidi")),
            ("emopia", Recipe.MusicWeight("emopia")), ("width", Recipe.EmbeddingWidth), ("hidden", Recipe.HiddenWidth),
            ("shares", string.Join(", ", Recipe.TextShares.Select(s => $"{s.Key} {s.Value:P0}"))),
            .. heads.Sources.Select(s => ($"r {s}", (object)MetricsTable.Pair(heads.Mean(s, m => m.Pearson), "F3"))),
        ];
        return values.Aggregate(reader.ReadToEnd(), (text, v) =>
            text.Replace($"{{{v.Name}}}", Convert.ToString(v.Value, CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    private static bool IsRatedByModel(string source) => Recipe.MusicalTexts.Contains(source);

    private string EncoderTable() => MetricsTable.Rows(
        "encoder | features | license of the weights | source",
        data.Encoders.Select(e => (string[])[e.Name, $"{e.Layers} × {e.Width}", e.License, e.Source]));

    // how well the two passes of the language model agree
    private string AgreementTable()
    {
        return MetricsTable.Rows("set | texts | r of the two passes (V/A)", data.RatedCaptions.GroupBy(c => c.Kind).Select(kind => (string[])
        [
            kind.Key.ToString().ToLowerInvariant(), $"{kind.Count()}",
            MetricsTable.Pair((R(kind, c => c.First.Valence, c => c.Second.Valence), R(kind, c => c.First.Arousal, c => c.Second.Arousal)), "F3"),
        ]));

        static double R(IEnumerable<RatedCaption> rated, Func<RatedCaption, double> first, Func<RatedCaption, double> second) =>
            RegressionMetrics.Compute([.. rated.Select(first)], [.. rated.Select(second)]).Pearson;
    }

    private string LeftOutTable() => MetricsTable.Rows(
        "left out | items | r (V/A) | R² (V/A) | MAE (V/A) | MAE of the mean seen (V/A)",
        leftOut.Select(one => (one.LeftOut, one.Report.Report)).Select(one => (string[])
        [
            one.LeftOut, $"{one.Report.Count}", MetricsTable.Pair(one.Report, m => m.Pearson, "F2"),
            MetricsTable.Pair(one.Report, m => m.RSquared, "F2"),
            MetricsTable.Pair(one.Report, m => m.MeanAbsoluteError, "F3"),
            MetricsTable.Pair((one.Report.Trivial.ValenceAbsoluteError, one.Report.Trivial.ArousalAbsoluteError), "F3"),
        ]));

    private string PublishedText() =>
        $"On EmoBank's own dev split, which cuts through documents ({published.Heads.Count} sentences held out, "
        + "for comparison with published figures): "
        + $"r {MetricsTable.Pair(published.Heads, m => m.Pearson, "F2")}, "
        + $"ridge regression {MetricsTable.Pair(published.Ridge, m => m.Pearson, "F2")}.";

    private string SimilarityTable()
    {
        return MetricsTable.Rows("what answers | squared error | share of the constant's",
        [
            Row("similarity predictor, a caption near the music", s => s.NearCaption), Row("similarity predictor, any caption", s => s.AnyCaption),
            Row("Eq. 1 on the predicted points", s => s.Points), Row("constant", s => s.Constant),
        ]);

        string[] Row(string name, Func<SimilarityScore, double> error) =>
            [name, $"{heads.Similarities.Average(error):F4}", $"{heads.Ratio(error):F2}"];
    }

    private string PairingTable()
    {
        if (pairings.Count == 0) return "(made with `--compare`)";
        string[] sources = [.. pairings.First().Value.Sources.Where(Recipe.TextShares.ContainsKey)];
        return MetricsTable.Rows(
            $"pairing | {string.Join(" | ", sources.Select(s => $"r {s} (V/A)"))} | similarity, caption near | similarity, any caption",
            pairings.Select(p => (string[])
            [
                $"{p.Key}", .. sources.Select(s => MetricsTable.Pair(p.Value.Mean(s, m => m.Pearson), "F3")),
                $"{p.Value.Ratio(s => s.NearCaption):F3}", $"{p.Value.Ratio(s => s.AnyCaption):F3}",
            ]));
    }

    // does the nearest prompt of an image feel like the image? Compares the ratings of held-out images and of their nearest held-out prompts
    private EmotionReport PromptAgreement(HeldOutScores scores)
    {
        var (images, prompts) = (new List<ValenceArousal>(), new List<ValenceArousal>());
        foreach (var (fold, points) in folds.Zip(scores.Points))
        {
            int[] candidates = [.. Enumerable.Range(0, fold.HoldOut.Texts.Count).Where(i => data.Texts.Source(fold.HoldOut.Texts[i]) == "prompt")];
            for (var i = 0; i < fold.HoldOut.Images.Count; i++)
            {
                var nearest = candidates.MinBy(c => points.Texts[c].DistanceTo(points.Images[i]));
                images.Add(data.Images.Items[fold.HoldOut.Images[i]].Emotion);
                prompts.Add(data.Texts.Items[fold.HoldOut.Texts[nearest]].Emotion);
            }
        }
        return EmotionReport.Compute(images, prompts, new(0.5f, 0.5f));
    }
}
