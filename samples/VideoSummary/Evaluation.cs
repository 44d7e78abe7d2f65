using System.Globalization;
using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Tasks.Evaluation;

namespace SummarizeVideo;

/// <summary>Prints how well summaries agree with people: one table of systems, of what ignores the videos, and of what others published.</summary>
internal sealed class Evaluation(string set, IReadOnlyList<AnnotatedVideo> annotated)
{
    private static readonly int[] IrregularSeconds = [3, 5, 8];

    public static Evaluation Of(string set, string folder) => new(set, set == "tvsum" ? Datasets.TvSum(folder) : Datasets.SumMe(folder));

    /// <param name="scorer">Scores the videos.</param>
    /// <param name="videos">The folder of the videos, or null for none.</param>
    /// <param name="shots">How the videos are divided.</param>
    /// <param name="clip">The length of the clips of music.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The exit code: 1 if a video failed.</returns>
    public async Task<int> RunAsync(VideoScorer scorer, string? videos, ShotChoice shots, TimeSpan clip, CancellationToken cancellationToken)
    {
        var failures = new Failures();
        var scores = videos is null ? [] : await ScoreAsync(scorer, videos, failures, cancellationToken);
        List<AnnotatedVideo> measured = videos is null ? [.. annotated] : [.. annotated.Where(video => scores.ContainsKey(video.Id))];
        var (name, lengths) = shots.For(video => scores[video.Id], clip);

        var users = set == "tvsum" ? "mean over the users" : "of the user who fits best";
        Console.WriteLine(
            $"{set}: {measured.Count} videos, shots: {name}; F in %, {users}. Random scores are means over {SummaryBaselines.Seeds} seeds; "
            + "in brackets 95 % of samples of the videos.\n");
        var systems = Systems(measured, scores);
        Print(await MeasureAsync(measured, lengths, systems, cancellationToken));
        if (shots.IsDefault) await PrintIrregularAsync(measured, cancellationToken);
        PrintPublished();
        return failures.ExitCode;
    }

    public static string Describe(VideoSummaryProgress progress) =>
        $"{(progress.Listening ? "audio" : "images")} up to {progress.Position:h\\:mm\\:ss}"
        + $"{(progress.Duration is { } duration ? $" of {duration:h\\:mm\\:ss}" : "")}";

    private async Task<Dictionary<string, VideoScores>> ScoreAsync(
        VideoScorer scorer, string folder, Failures failures, CancellationToken cancellationToken)
    {
        var scores = new Dictionary<string, VideoScores>();
        foreach (var video in annotated)
        {
            var path = Directory.EnumerateFiles(folder, video.Id + ".*").Order(StringComparer.Ordinal).FirstOrDefault();
            if (path is null)
            {
                Console.Error.WriteLine($"{folder}: there is no video {video.Id}.");
                continue;
            }
            try
            {
                var progress = new ConsoleProgress<VideoSummaryProgress>(p => $"{video.Id}: {Describe(p)}");
                scores[video.Id] = await scorer.ScoreAsync(path, progress, cancellationToken);
                foreach (var notice in scores[video.Id].Notices) Console.Error.WriteLine($"{video.Id}: {notice}");
            }
            catch (MediaException e) // this one is reported, the others are compared
            {
                failures.Add(path, e);
            }
        }
        return scores.Count > 0 ? scores
            : throw new MmvaException(
                $"{folder}: none of the videos could be used; they must be named after their ids, for example {annotated[0].Id}.mp4.");
    }

    private static IReadOnlyList<ScoredSystem> Systems(List<AnnotatedVideo> videos, Dictionary<string, VideoScores> scores)
    {
        (string Name, Func<VideoScores, bool> Has, Func<VideoScores, int, float[]> At)[] systems =
        [
            ("training-free criteria after CTVSUM", s => s.Contrastive.Count > 0, (s, frames) => s.ContrastiveAt(frames)),
            ("Mmva, images", _ => true, (s, frames) => s.ImagesAt(frames)),
            ("Mmva, music", s => s.Music.Count > 0, (s, frames) => s.MusicAt(frames)),
        ];
        return
        [
            .. systems
                .Select(system => new ScoredSystem(system.Name, videos.Where(video => scores.TryGetValue(video.Id, out var s) && system.Has(s))
                    .ToDictionary(video => video.Id, video => system.At(scores[video.Id], video.FrameCount))))
                .Where(system => system.Scores.Count > 0),
        ];
    }

    private static Task<SummaryTable> MeasureAsync(
        List<AnnotatedVideo> videos, Func<AnnotatedVideo, IReadOnlyList<int>> shots, IReadOnlyList<ScoredSystem> systems,
        CancellationToken cancellationToken)
    {
        var progress = new ConsoleProgress<int>(done => $"{done} of {videos.Count} videos compared");
        return SummaryTable.MeasureAsync(videos, shots, systems, progress: progress, cancellationToken: cancellationToken);
    }

    private static void Print(SummaryTable table)
    {
        Console.WriteLine("| system | videos | F | Kendall's τ | Spearman's ρ |\n|---|---|---|---|---|");
        foreach (var row in table.Rows)
            Console.WriteLine($"| {row.System} | {row.Videos} | {Percent(row.F)} | {Correlation(row.Kendall)} | {Correlation(row.Spearman)} |");
    }

    private static async Task PrintIrregularAsync(List<AnnotatedVideo> videos, CancellationToken cancellationToken)
    {
        Console.WriteLine("""

            F depends on the shots more than on the scores. The same with shots of irregular lengths, as films have them:

            | shots | random | random, per frame | constant | human |
            |---|---|---|---|---|
            """);
        foreach (var seconds in IrregularSeconds)
        {
            var table = await MeasureAsync(
                videos, video => Shots.Irregular(video.FrameCount, ShotChoice.FramesOf(seconds), seed: 1), [], cancellationToken);
            var cells = table.Rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{100 * row.F.Value:F1}"));
            Console.WriteLine($"| {seconds} s on average | {string.Join(" | ", cells)} |");
        }
    }

    private void PrintPublished()
    {
        Console.WriteLine("""

            Published by others, with other shots and mostly on five random fifths of the videos: not comparable digit by digit.

            | system | F | Kendall's τ | Spearman's ρ | source |
            |---|---|---|---|---|
            """);
        foreach (var row in set == "tvsum" ? PublishedSummaryResult.TvSum : PublishedSummaryResult.SumMe)
        {
            var f = row.F is { } value ? string.Create(CultureInfo.InvariantCulture, $"{100 * value:F1}") : "–";
            Console.WriteLine($"| {row.System} | {f} | {Published(row.Kendall)} | {Published(row.Spearman)} | {row.Source} |");
        }
    }

    private static string Percent(MetricEstimate f) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * f.Value:F1} [{100 * f.Low:F1}, {100 * f.High:F1}]");

    private static string Correlation(MetricEstimate c) =>
        string.Create(CultureInfo.InvariantCulture, $"{Rounded(c.Value):F3} [{Rounded(c.Low):F3}, {Rounded(c.High):F3}]");

    // without the sign of −0
    private static double Rounded(double value) => Math.Round(value, 3) + 0.0;

    private static string Published(double? value) => value is { } given ? string.Create(CultureInfo.InvariantCulture, $"{given:F3}") : "–";
}
