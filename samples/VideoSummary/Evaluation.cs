using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Tasks.Evaluation;

namespace SummarizeVideo;

/// <summary>Prints how well summaries agree with people: those of random and constant scores, of other people, and of Mmva.</summary>
internal sealed class Evaluation(string set, IReadOnlyList<AnnotatedVideo> annotated)
{
    private const double FramesPerSecond = 30;

    public static Evaluation Of(string set, string folder) => new(set, set == "tvsum" ? Datasets.TvSum(folder) : Datasets.SumMe(folder));

    public async Task BaselinesAsync(CancellationToken cancellationToken)
    {
        var users = set == "tvsum" ? "mean over the users" : "of the user that fits best";
        Console.WriteLine($"{set}: {annotated.Count} videos; F in %, {users}; random scores are means over {SummaryBaselines.Seeds} seeds\n");
        Console.WriteLine("shots                        random  random per frame  constant  human");
        var twoSeconds = await RowAsync("fixed 2 s", video => Shots.Fixed(video.FrameCount));
        foreach (var seconds in new[] { 3, 5, 8 })
            await RowAsync($"irregular, {seconds} s on average", video => Shots.Irregular(video.FrameCount, seconds * FramesPerSecond, seed: 1));

        Console.WriteLine("\nrank correlation with the users");
        foreach (var (name, value) in new[] { ("random", twoSeconds.Random), ("constant", twoSeconds.Constant), ("human", twoSeconds.Human) })
            Console.WriteLine($"{name,-9} Kendall {value.Kendall,6:F3}, Spearman {value.Spearman,6:F3}");

        async Task<SummaryBaselines> RowAsync(string name, Func<AnnotatedVideo, IReadOnlyList<int>> shots)
        {
            var b = await SummaryBaselines.MeasureAsync(annotated, shots, cancellationToken: cancellationToken);
            Console.WriteLine(
                $"{name,-27}{100 * F(b.Random),8:F1}{100 * F(b.RandomPerFrame),18:F1}{100 * F(b.Constant),10:F1}{100 * F(b.Human),7:F1}");
            return b;
        }
    }

    /// <returns>The exit code: 1 if a video failed.</returns>
    public async Task<int> MmvaAsync(IVideoSummarizer summarizer, string folder, CancellationToken cancellationToken)
    {
        var ours = new List<SummaryAgreement>();
        var baselines = new List<SummaryBaselines>();
        var failures = new Failures();
        foreach (var video in annotated)
        {
            var path = Directory.EnumerateFiles(folder, video.Id + ".*").FirstOrDefault();
            if (path is null)
            {
                Console.Error.WriteLine($"{folder}: there is no video {video.Id}.");
                continue;
            }
            try
            {
                var summary = await summarizer.SummarizeAsync(path, new ConsoleProgress<VideoSummaryProgress>(Describe), cancellationToken);
                var (scores, shots) = AnnotatedFrames.Of(summary, video.FrameCount);
                var evaluation = new SummaryEvaluation(video, shots, summary.Share);
                ours.Add(evaluation.Compare(scores));
                baselines.Add(SummaryBaselines.Measure(evaluation));
            }
            catch (MediaException e) // this one is reported, the others are compared
            {
                failures.Add(path, e);
            }
        }
        if (ours.Count == 0)
            throw new MmvaException(
                $"{folder}: none of the videos could be used; they must be named after their ids, for example {annotated[0].Id}.mp4.");
        var others = SummaryBaselines.Mean(baselines);
        Console.WriteLine($"\n{ours.Count} videos, with Mmva's shots\n             F  Kendall  Spearman");
        var mmva = SummaryAgreement.Mean(ours);
        foreach (var (name, value) in new[] { ("Mmva", mmva), ("random", others.Random), ("constant", others.Constant), ("human", others.Human) })
            Console.WriteLine($"{name,-8}{100 * F(value),6:F1}{value.Kendall,9:F3}{value.Spearman,10:F3}");
        return failures.ExitCode;
    }

    public static string Describe(VideoSummaryProgress progress) =>
        $"{(progress.Listening ? "audio" : "images")} up to {progress.Position:h\\:mm\\:ss}"
        + $"{(progress.Duration is { } duration ? $" of {duration:h\\:mm\\:ss}" : "")}";

    private double F(SummaryAgreement agreement) => set == "tvsum" ? agreement.MeanF : agreement.MaxF;
}
