using System.Globalization;
using System.Text;
using Mmva.Evaluation;

namespace TrainCompact;

/// <summary>What must be known about the heads, with the figures of the run that made them.</summary>
internal sealed class ModelCard(
    TrainingData data, HeldOutScores heads, HeldOutScores ridge, (EmotionReport Heads, EmotionReport Ridge) published, IReadOnlyDictionary<CaptionPairing, HeldOutScores> pairings, PrecisionCost? precision, int epochs, int seed)
{
    /// <summary>The free text that the weight file carries.</summary>
    public static Dictionary<string, string> Metadata(TrainingData data, int epochs, int seed) => new()
    {
        ["licence"] = "non-commercial research",
        ["encoders"] = string.Join(", ", data.Encoders.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Name} {e.Layers}x{e.Width}"))),
        ["training"] = string.Create(CultureInfo.InvariantCulture, $"{data.Images.Count} images, {data.Music.Count} pieces of music, {data.Texts.Count} texts; {epochs} epochs, seed {seed}"),
    };

    /// <param name="template">Either of the two templates beside this file.</param>
    public string Text(string template)
    {
        using var stream = typeof(ModelCard).Assembly.GetManifestResourceStream(template)!;
        using var reader = new StreamReader(stream);
        (string Name, object Value)[] values =
        [
            ("metrics", Metrics()), ("published", PublishedTable()), ("similarity", SimilarityTable()), ("pairings", PairingTable()), ("precision", precision?.Text() ?? ""), ("encoders", EncoderTable()), ("shipped", Recipe.Pairing),
            ("epochs", epochs), ("seed", seed), ("images", data.Images.Count), ("music", data.Music.Count), ("texts", data.Texts.Count),
            ("copies", Recipe.Copies), ("vgmidi", Recipe.VgmidiWeight), ("width", Recipe.EmbeddingWidth),
        ];
        return values.Aggregate(reader.ReadToEnd(), (text, v) => text.Replace($"{{{v.Name}}}", Convert.ToString(v.Value, CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    /// <summary>Heads, ridge regression and the trivial predictor on held-out items.</summary>
    public string Metrics()
    {
        var table = new StringBuilder("| set | r heads (V/A) | r ridge (V/A) | CCC heads (V/A) | MAE heads (V/A) | MAE trivial (V/A) | MSE heads (V/A) | MSE trivial (V/A) |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var source in heads.Sources)
        {
            string Cell(HeldOutScores scores, Func<RegressionMetrics, double> metric, string format) => Pair(
                scores.Mean(source, r => metric(r.Valence)), scores.Mean(source, r => metric(r.Arousal)), format);
            table.Append(CultureInfo.InvariantCulture, $"| {source} | {Cell(heads, m => m.Pearson, "F2")} | {Cell(ridge, m => m.Pearson, "F2")} | {Cell(heads, m => m.Concordance, "F2")} | {Cell(heads, m => m.MeanAbsoluteError, "F3")} | ")
                .Append(CultureInfo.InvariantCulture, $"{Pair(heads.Mean(source, r => r.Trivial.ValenceAbsoluteError), heads.Mean(source, r => r.Trivial.ArousalAbsoluteError), "F3")} | ")
                .Append(CultureInfo.InvariantCulture, $"{Cell(heads, m => m.MeanSquaredError, "F4")} | {Pair(heads.Mean(source, r => r.Trivial.ValenceSquaredError), heads.Mean(source, r => r.Trivial.ArousalSquaredError), "F4")} |\n");
        }
        return table.ToString().TrimEnd();
    }

    private string EncoderTable() => string.Join('\n',
    [
        "| encoder | features | licence of the weights | source |", "|---|---|---|---|",
        .. data.Encoders.Select(e => string.Create(CultureInfo.InvariantCulture, $"| {e.Name} | {e.Layers} × {e.Width} | {e.Licence} | {e.Source} |")),
    ]);

    private string PublishedTable() => string.Create(CultureInfo.InvariantCulture, $"""
        On EmoBank's own dev split, which cuts through documents ({published.Heads.Count} sentences held out, for comparison with published figures): r {Pair(published.Heads.Valence.Pearson, published.Heads.Arousal.Pearson, "F2")}, ridge regression {Pair(published.Ridge.Valence.Pearson, published.Ridge.Arousal.Pearson, "F2")}.
        """);

    private string SimilarityTable() => string.Create(CultureInfo.InvariantCulture, $"""
        | caption | squared error | constant | ratio |
        |---|---|---|---|
        | near the music | {heads.Similarities.Average(s => s.NearCaption):F4} | {heads.Similarities.Average(s => s.Constant):F4} | {heads.Similarities.Average(s => s.NearRatio):F2} |
        | any | {heads.Similarities.Average(s => s.AnyCaption):F4} | {heads.Similarities.Average(s => s.Constant):F4} | {heads.Similarities.Average(s => s.AnyRatio):F2} |
        """);

    private string PairingTable()
    {
        if (pairings.Count == 0) return "(made with `--compare`)";
        var table = new StringBuilder("| pairing | emobank r (V/A) | warriner r (V/A) | similarity ratio, caption near | similarity ratio, any caption |\n|---|---|---|---|---|\n");
        foreach (var (pairing, scores) in pairings)
            table.Append(CultureInfo.InvariantCulture, $"| {pairing} | {R(scores, "emobank")} | {R(scores, "warriner")} | {scores.Similarities.Average(s => s.NearRatio):F2} | {scores.Similarities.Average(s => s.AnyRatio):F2} |\n");
        return table.ToString().TrimEnd();

        static string R(HeldOutScores scores, string source) => Pair(scores.Mean(source, r => r.Valence.Pearson), scores.Mean(source, r => r.Arousal.Pearson), "F3");
    }

    private static string Pair(double valence, double arousal, string format) =>
        $"{valence.ToString(format, CultureInfo.InvariantCulture)}/{arousal.ToString(format, CultureInfo.InvariantCulture)}";
}
