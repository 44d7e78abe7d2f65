using Mmva.Data;
using Mmva.Training;

namespace Mmva.Tasks.Evaluation;

/// <summary>The agreement of scores that ignore the videos, and of the annotators with each other: means over the videos of a data set.</summary>
/// <param name="Random">Random scores twice a second, each held for 15 frames; mean over 100 seeds.</param>
/// <param name="RandomPerFrame">A random score for every frame; mean over 100 seeds.</param>
/// <param name="Constant">The same score for every frame.</param>
/// <param name="Human">Every user against all others.</param>
public sealed record SummaryBaselines(SummaryAgreement Random, SummaryAgreement RandomPerFrame, SummaryAgreement Constant, SummaryAgreement Human)
{
    /// <summary>The number of seeds of the random scores.</summary>
    public const int Seeds = 100;

    /// <summary>Measures the baselines, on all processors.</summary>
    /// <param name="videos">The annotated videos.</param>
    /// <param name="shotLengths">The lengths of a video's shots, in frames.</param>
    /// <param name="share">The maximum length of a summary as a share of the video.</param>
    /// <param name="progress">Receives the number of measured videos; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The baselines.</returns>
    /// <exception cref="ArgumentException">There are no videos.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static async Task<SummaryBaselines> MeasureAsync(
        IReadOnlyList<AnnotatedVideo> videos, Func<AnnotatedVideo, IReadOnlyList<int>> shotLengths, double share = VideoSummaryOptions.DefaultShare,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        if (videos.Count == 0) throw new ArgumentException("There are no videos to measure.", nameof(videos));
        var results = new SummaryBaselines[videos.Count];
        var done = 0;
        await Parallel.ForAsync(0, videos.Count, cancellationToken, (i, _) =>
        {
            results[i] = Measure(new SummaryEvaluation(videos[i], shotLengths(videos[i]), share));
            progress?.Report(Interlocked.Increment(ref done));
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return Mean(results);
    }

    /// <summary>Measures the baselines on one video.</summary>
    /// <param name="evaluation">The video and its shots.</param>
    /// <returns>The baselines.</returns>
    public static SummaryBaselines Measure(SummaryEvaluation evaluation)
    {
        var scores = new float[evaluation.Video.FrameCount];
        SummaryAgreement[] Random(int hold) => [.. Enumerable.Range(0, Seeds).Select(seed =>
        {
            var random = new RandomSource((ulong)seed);
            for (var frame = 0; frame < scores.Length; frame++) scores[frame] = frame % hold == 0 ? random.NextSingle() : scores[frame - 1];
            return evaluation.Compare(scores);
        })];
        var (held, perFrame) = (SummaryAgreement.Mean(Random(SummaryEvaluation.SampleStep)), SummaryAgreement.Mean(Random(1)));
        scores.AsSpan().Fill(0.5f);
        return new(held, perFrame, evaluation.Compare(scores), evaluation.CompareUsers());
    }

    /// <summary>Averages the baselines of several videos.</summary>
    /// <param name="videos">One or more baselines.</param>
    /// <returns>The mean.</returns>
    public static SummaryBaselines Mean(IReadOnlyCollection<SummaryBaselines> videos) => new(
        SummaryAgreement.Mean([.. videos.Select(v => v.Random)]), SummaryAgreement.Mean([.. videos.Select(v => v.RandomPerFrame)]),
        SummaryAgreement.Mean([.. videos.Select(v => v.Constant)]), SummaryAgreement.Mean([.. videos.Select(v => v.Human)]));
}
