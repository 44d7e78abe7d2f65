using System.Globalization;
using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Tasks.Evaluation;

namespace SummarizeVideo;

/// <summary>Prints how well summaries agree with people: of scores that know nothing, of people among themselves, and of Mmva where the videos are there.</summary>
internal static class Evaluation
{
    private const double FramesPerSecond = 30;
    private static readonly double[] IrregularSeconds = [3, 5, 8];

    public static async Task RunAsync(string set, string folder, string? videos, Func<IVideoSummarizer> summarizer, CancellationToken cancellationToken)
    {
        var annotated = set == "tvsum" ? TvSumDataset.Read(folder) : SumMeDataset.Read(folder);
        Func<SummaryAgreement, double> f = set == "tvsum" ? a => a.MeanF : a => a.MaxF;
        Console.WriteLine($"{set}: {annotated.Count} videos; F in %, {(set == "tvsum" ? "mean over the users" : "of the user that fits best")}; random scores are means over {SummaryBaselines.Seeds} seeds\n");
        Console.WriteLine("shots                        random  random per frame  constant  human");
        SummaryBaselines? twoSeconds = null;
        foreach (var (name, shots) in Divisions())
        {
            var baselines = await SummaryBaselines.MeasureAsync(annotated, shots, cancellationToken: cancellationToken);
            twoSeconds ??= baselines;
            Console.WriteLine(Invariant($"{name,-27}{100 * f(baselines.Random),8:F1}{100 * f(baselines.RandomPerFrame),18:F1}{100 * f(baselines.Constant),10:F1}{100 * f(baselines.Human),7:F1}"));
        }
        Console.WriteLine("\nrank correlation with the users");
        PrintRanks("random", twoSeconds!.Random);
        PrintRanks("constant", twoSeconds.Constant);
        PrintRanks("human", twoSeconds.Human);
        if (videos is not null) await CompareMmvaAsync(annotated, videos, summarizer(), f, cancellationToken);
    }

    private static IEnumerable<(string Name, Func<AnnotatedVideo, IReadOnlyList<int>> Shots)> Divisions()
    {
        yield return ("fixed 2 s", video => Shots.Fixed(video.FrameCount));
        foreach (var seconds in IrregularSeconds) yield return (Invariant($"irregular, {seconds} s on average"), video => Shots.Irregular(video.FrameCount, seconds * FramesPerSecond, seed: 1));
    }

    private static async Task CompareMmvaAsync(IReadOnlyList<AnnotatedVideo> annotated, string folder, IVideoSummarizer summarizer, Func<SummaryAgreement, double> f, CancellationToken cancellationToken)
    {
        var (ours, baselines) = (new List<SummaryAgreement>(), new List<SummaryBaselines>());
        foreach (var video in annotated)
        {
            var path = Directory.EnumerateFiles(folder, video.Id + ".*").FirstOrDefault();
            if (path is null)
            {
                Console.Error.WriteLine($"{folder}: there is no video {video.Id}.");
                continue;
            }
            var summary = await summarizer.SummarizeAsync(path, new ConsoleProgress<VideoSummaryProgress>(Describe), cancellationToken);
            var (scores, shots) = AnnotatedFrames.Of(summary, video.FrameCount);
            var evaluation = new SummaryEvaluation(video, shots, summary.Share);
            ours.Add(evaluation.Compare(scores));
            baselines.Add(SummaryBaselines.Measure(evaluation));
        }
        if (ours.Count == 0) throw new MmvaException($"{folder}: none of the videos is there; they must be named after their ids, for example {annotated[0].Id}.mp4.");
        var (mmva, others) = (SummaryAgreement.Mean(ours), SummaryBaselines.Mean(baselines));
        Console.WriteLine($"\n{ours.Count} videos, with Mmva's shots\n             F  Kendall  Spearman");
        foreach (var (name, value) in new[] { ("Mmva", mmva), ("random", others.Random), ("constant", others.Constant), ("human", others.Human) })
            Console.WriteLine(Invariant($"{name,-8}{100 * f(value),6:F1}{value.Kendall,9:F3}{value.Spearman,10:F3}"));
    }

    /// <summary>Puts the progress of a summary into words.</summary>
    public static string Describe(VideoSummaryProgress progress) =>
        $"{(progress.Listening ? "listened" : "looked")} at {progress.Position:h\\:mm\\:ss}{(progress.Duration is { } duration ? $" of {duration:h\\:mm\\:ss}" : "")}";

    private static void PrintRanks(string name, SummaryAgreement agreement) =>
        Console.WriteLine(Invariant($"{name,-9} Kendall {agreement.Kendall,6:F3}, Spearman {agreement.Spearman,6:F3}"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
