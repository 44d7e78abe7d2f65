using Mmva.Data;
using Mmva.Training;

namespace Mmva.Tasks.Evaluation;

/// <summary>What scores reach that know nothing of the videos, and what people reach among themselves: means over the videos of a data set.</summary>
/// <param name="Random">Random scores twice a second, each held for 15 frames; mean over 100 seeds.</param>
/// <param name="RandomPerFrame">A random score for every frame; mean over 100 seeds.</param>
/// <param name="Constant">The same score for every frame.</param>
/// <param name="Human">Every user against all others.</param>
public sealed record SummaryBaselines(SummaryAgreement Random, SummaryAgreement RandomPerFrame, SummaryAgreement Constant, SummaryAgreement Human)
{
    /// <summary>Seeds of the random scores.</summary>
    public const int Seeds = 100;

    /// <summary>Measures the baselines, on all processors.</summary>
    /// <param name="videos">The annotated videos.</param>
    /// <param name="shotLengths">The lengths of a video's shots, in frames.</param>
    /// <param name="share">The part of a video that a summary takes.</param>
    /// <param name="progress">Hears how many videos are done.</param>
    /// <param name="cancellationToken">Ends the work between videos.</param>
    /// <exception cref="ArgumentException">There is no video.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<SummaryBaselines> MeasureAsync(
        IReadOnlyList<AnnotatedVideo> videos, Func<AnnotatedVideo, IReadOnlyList<int>> shotLengths, double share = ShotSelection.DefaultShare,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        if (videos.Count == 0) throw new ArgumentException("There is no video to measure on.", nameof(videos));
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

    /// <summary>The mean of several videos' baselines.</summary>
    /// <param name="videos">One or more.</param>
    public static SummaryBaselines Mean(IReadOnlyCollection<SummaryBaselines> videos) => new(
        SummaryAgreement.Mean([.. videos.Select(v => v.Random)]), SummaryAgreement.Mean([.. videos.Select(v => v.RandomPerFrame)]),
        SummaryAgreement.Mean([.. videos.Select(v => v.Constant)]), SummaryAgreement.Mean([.. videos.Select(v => v.Human)]));
}
