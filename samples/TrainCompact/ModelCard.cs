using System.Globalization;
using System.Text;
using Mmva.Data;
using Mmva.Evaluation;

namespace TrainCompact;

/// <summary>What must be known about the heads, with the figures of the run that made them.</summary>
internal sealed class ModelCard(
    TrainingData data, IReadOnlyList<Fold> folds, HeldOutScores heads, HeldOutScores ridge, IReadOnlyList<(string LeftOut, SetReport Report)> leftOut, (EmotionReport Heads, EmotionReport Ridge) published,
    IReadOnlyDictionary<CaptionPairing, HeldOutScores> pairings, PrecisionCost? precision, int seed)
{
    /// <summary>The free text that the weight file carries.</summary>
    public static Dictionary<string, string> Metadata(TrainingData data, int seed) => new()
    {
        ["licence"] = "non-commercial research",
        ["encoders"] = string.Join(", ", data.Encoders.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Name} {e.Layers}x{e.Width}"))),
        ["training"] = string.Create(CultureInfo.InvariantCulture, $"{data.Images.Count} images, {data.Music.Count} pieces of music, {data.Texts.Count} texts; {Recipe.Epochs} epochs, seed {seed}"),
    };

    /// <param name="template">Either of the two templates beside this file.</param>
    public string Text(string template)
    {
        using var stream = typeof(ModelCard).Assembly.GetManifestResourceStream(template)!;
        using var reader = new StreamReader(stream);
        (string Name, object Value)[] values =
        [
            ("metrics", MetricsTable.Of(heads, ridge, s => !IsRatedByModel(s))), ("model-rated metrics", MetricsTable.Of(heads, ridge, IsRatedByModel)), ("agreement", AgreementTable()),
            ("left out", LeftOutTable()), ("published", PublishedText()), ("similarity", SimilarityTable()), ("pairings", PairingTable()), ("precision", precision?.Text() ?? ""),
            ("prompts", MetricsTable.Pair(PromptsForPictures.Agreement(data, folds, heads), "F2")), ("prompts ridge", MetricsTable.Pair(PromptsForPictures.Agreement(data, folds, ridge), "F2")),
            ("encoders", EncoderTable()), ("shipped", Recipe.Pairing), ("epochs", Recipe.Epochs), ("seed", seed), ("images", data.Images.Count), ("music", data.Music.Count),
            ("piano", Count(data.Music, "emopia")), ("texts", data.Texts.Count), ("captions", data.RatedCaptions.Count), ("vgmidi", Recipe.MusicWeight("vgmidi")), ("emopia", Recipe.MusicWeight("emopia")),
            ("width", Recipe.EmbeddingWidth), ("hidden", Recipe.HiddenWidth), ("shares", string.Join(", ", Recipe.TextShares.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value:P0}")))),
            .. heads.Sources.Select(s => ($"r {s}", (object)MetricsTable.Pair(heads.Mean(s, m => m.Pearson), "F3"))),
        ];
        return values.Aggregate(reader.ReadToEnd(), (text, v) => text.Replace($"{{{v.Name}}}", Convert.ToString(v.Value, CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    private static bool IsRatedByModel(string source) => Recipe.MusicalTexts.Contains(source);

    private static int Count(FeatureSet set, string source) => Enumerable.Range(0, set.Count).Count(r => set.Source(r) == source);

    private string EncoderTable() => string.Join('\n',
    [
        "| encoder | features | license of the weights | source |", "|---|---|---|---|",
        .. data.Encoders.Select(e => string.Create(CultureInfo.InvariantCulture, $"| {e.Name} | {e.Layers} × {e.Width} | {e.License} | {e.Source} |")),
    ]);

    /// <summary>How well the two passes of the language model agree.</summary>
    private string AgreementTable()
    {
        var table = new StringBuilder("| set | texts | r of the two passes (V/A) |\n|---|---|---|\n");
        foreach (var kind in data.RatedCaptions.GroupBy(c => c.Kind))
        {
            RatedCaption[] rated = [.. kind];
            double R(Func<RatedCaption, double> first, Func<RatedCaption, double> second) => RegressionMetrics.Compute([.. rated.Select(first)], [.. rated.Select(second)]).Pearson;
            table.Append(CultureInfo.InvariantCulture, $"| {kind.Key.ToString().ToLowerInvariant()} | {rated.Length} | ")
                .Append(CultureInfo.InvariantCulture, $"{MetricsTable.Pair((R(c => c.First.Valence, c => c.Second.Valence), R(c => c.First.Arousal, c => c.Second.Arousal)), "F3")} |\n");
        }
        return table.ToString().TrimEnd();
    }

    private string LeftOutTable()
    {
        var table = new StringBuilder("| left out | items | r (V/A) | R² (V/A) | MAE (V/A) | MAE of the mean seen (V/A) |\n|---|---|---|---|---|---|\n");
        foreach (var (name, (_, report, _)) in leftOut)
            table.Append(CultureInfo.InvariantCulture, $"| {name} | {report.Count} | {Of(report, m => m.Pearson, "F2")} | {Of(report, m => m.RSquared, "F2")} | {Of(report, m => m.MeanAbsoluteError, "F3")} | ")
                .Append(CultureInfo.InvariantCulture, $"{MetricsTable.Pair((report.Trivial.ValenceAbsoluteError, report.Trivial.ArousalAbsoluteError), "F3")} |\n");
        return table.ToString().TrimEnd();
    }

    private string PublishedText() => string.Create(CultureInfo.InvariantCulture, $"""
        On EmoBank's own dev split, which cuts through documents ({published.Heads.Count} sentences held out, for comparison with published figures): r {Of(published.Heads, m => m.Pearson, "F2")}, ridge regression {Of(published.Ridge, m => m.Pearson, "F2")}.
        """);

    private string SimilarityTable()
    {
        string Row(string name, Func<SimilarityScore, double> error) =>
            string.Create(CultureInfo.InvariantCulture, $"| {name} | {heads.Similarities.Average(error):F4} | {heads.Ratio(error):F2} |");
        return string.Join('\n',
        [
            "| what answers | squared error | share of the constant's |", "|---|---|---|", Row("similarity predictor, a caption near the music", s => s.NearCaption),
            Row("similarity predictor, any caption", s => s.AnyCaption), Row("Eq. 1 on the predicted points", s => s.Points), Row("constant", s => s.Constant),
        ]);
    }

    private string PairingTable()
    {
        if (pairings.Count == 0) return "(made with `--compare`)";
        string[] sources = [.. pairings.First().Value.Sources.Where(Recipe.TextShares.ContainsKey)];
        var table = new StringBuilder($"| pairing | {string.Join(" | ", sources.Select(s => $"r {s} (V/A)"))} | similarity, caption near | similarity, any caption |\n|---|{string.Concat(sources.Select(_ => "---|"))}---|---|\n");
        foreach (var (pairing, scores) in pairings)
            table.Append(CultureInfo.InvariantCulture, $"| {pairing} | {string.Join(" | ", sources.Select(s => MetricsTable.Pair(scores.Mean(s, m => m.Pearson), "F3")))} | ")
                .Append(CultureInfo.InvariantCulture, $"{scores.Ratio(s => s.NearCaption):F3} | {scores.Ratio(s => s.AnyCaption):F3} |\n");
        return table.ToString().TrimEnd();
    }

    private static string Of(EmotionReport report, Func<RegressionMetrics, double> metric, string format) => MetricsTable.Pair((metric(report.Valence), metric(report.Arousal)), format);
}
