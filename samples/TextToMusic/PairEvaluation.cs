using System.Globalization;
using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Tasks.Evaluation;

namespace TextToMusic;

/// <summary>Prints how well the captions of a manifest find their own music (Table 2 of the paper), next to chance and published systems.</summary>
internal static class PairEvaluation
{
    /// <returns>The exit code: 1 if a file failed.</returns>
    public static async Task<int> RunAsync(
        IEmotionPredictor predictor, MediaDecoder decoder, string manifest, int pairs, ulong seed, CancellationToken cancellationToken)
    {
        var music = Datasets.CaptionedMusic(manifest);
        var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} tracks");
        var result = await CaptionRetrieval.MeasureAsync(predictor, music, decoder, pairs, seed, progress, cancellationToken);
        var failures = new Failures();
        foreach (var error in result.Failures) failures.Add("", error);

        Console.WriteLine(
            $"{result.Pairs} pairs of music and caption in {result.Groups} groups; {result.Metrics.Count} pairs of different groups, seed {seed}. "
            + "Eq. 1 ranks the music of all of them for each caption; ties count against it. In brackets 95 % of samples of the captions.");
        if (result.Groups < pairs)
            Console.WriteLine($"There are fewer groups than the {pairs} pairs asked for: with fewer candidates every figure is higher.");
        if (result.SharedPoints > 0)
            Console.WriteLine(
                $"{result.SharedPoints} pieces of music share their point with another. If they are the same recording, give them one group.");
        var m = result.Metrics;
        MetricEstimate[] shares = [m.RecallAt1, m.RecallAt5, m.RecallAt10, m.ReciprocalRankAt10];
        Console.WriteLine($"""

            | | R@1 | R@5 | R@10 | mAP10 | median rank |
            |---|---|---|---|---|---|
            | Mmva | {string.Join(" | ", shares.Select(Percent))} | {Rank(m.MedianRank)} |
            {Row("chance", result.Chance)}
            {Row("upper bound for valence and arousal alone", result.Bound)}

            Published by others, on other music and texts, so not comparable digit by digit; MMVA was trained on other clips of the same songs:

            | | R@1 | R@5 | R@10 | mAP10 | median rank | source |
            |---|---|---|---|---|---|---|
            """);
        foreach (var p in PublishedRetrievalResult.All)
        {
            var figures = Row(p.System, new(0, p.RecallAt1, p.RecallAt5, p.RecallAt10, p.ReciprocalRankAt10, p.MedianRank ?? double.NaN));
            Console.WriteLine($"{figures} {p.Source} |");
        }
        return failures.ExitCode;
    }

    private static string Row(string name, RetrievalMetrics m) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {100 * m.RecallAt1:F1} | {100 * m.RecallAt5:F1} | {100 * m.RecallAt10:F1} | {100 * m.ReciprocalRankAt10:F1} | ")
        + (double.IsNaN(m.MedianRank) ? "– |" : string.Create(CultureInfo.InvariantCulture, $"{m.MedianRank:0.#} |"));

    private static string Percent(MetricEstimate m) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * m.Value:F1} [{100 * m.Low:F1}, {100 * m.High:F1}]");

    private static string Rank(MetricEstimate m) => string.Create(CultureInfo.InvariantCulture, $"{m.Value:0.#} [{m.Low:0.#}, {m.High:0.#}]");
}
