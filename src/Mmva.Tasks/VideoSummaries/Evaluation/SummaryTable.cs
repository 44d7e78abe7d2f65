using Mmva.Data;

namespace Mmva.Tasks.Evaluation;

/// <summary>The table of systems that summarize videos (Table 4 of arXiv 2501.01094), measured on an annotated data set.</summary>
/// <param name="Videos">The number of videos.</param>
/// <param name="Rows">
/// First what ignores the videos: random scores (two a second, and one per frame) and a constant one; then the annotators, each compared with all
/// others; then the given systems, in their order.
/// </param>
/// <remarks>
/// All rows use the same shots. A system that lacks some videos is measured on the others: see <see cref="SummaryTableRow.Videos"/>.
/// The intervals come from resampling the videos.
/// </remarks>
public sealed record SummaryTable(int Videos, IReadOnlyList<SummaryTableRow> Rows)
{
    /// <summary>The name of the row of random scores, two a second, averaged over <see cref="SummaryBaselines.Seeds"/> seeds.</summary>
    public const string Random = "random";

    /// <summary>The name of the row of random scores for every single frame.</summary>
    public const string RandomPerFrame = "random, per frame";

    /// <summary>The name of the row of a constant score.</summary>
    public const string Constant = "constant";

    /// <summary>The name of the row in which every annotator is compared with all others.</summary>
    public const string Human = "human";

    /// <summary>Measures all rows, on all processors; the results are the same for any number of them.</summary>
    /// <param name="videos">The annotated videos, with different ids.</param>
    /// <param name="shotLengths">The lengths of a video's shots, in frames: see <see cref="Shots"/> and <see cref="ChangePoints"/>.</param>
    /// <param name="systems">The systems to compare; optional.</param>
    /// <param name="share">The maximum length of a summary as a share of the video.</param>
    /// <param name="progress">Receives the number of measured videos; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The table.</returns>
    /// <exception cref="ArgumentException">
    /// There are no videos, shots do not cover their video, a system scored none of the videos, or its scores are not finite or not one per frame.
    /// </exception>
    /// <exception cref="DatasetException">The shots come from a file that does not fit a video.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static async Task<SummaryTable> MeasureAsync(
        IReadOnlyList<AnnotatedVideo> videos, Func<AnnotatedVideo, IReadOnlyList<int>> shotLengths, IReadOnlyList<ScoredSystem>? systems = null,
        double share = VideoSummaryOptions.DefaultShare, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(videos);
        ArgumentNullException.ThrowIfNull(shotLengths);
        if (videos.Count == 0) throw new ArgumentException("There are no videos to measure.", nameof(videos));
        systems ??= [];
        foreach (var system in systems)
        {
            if (!videos.Any(video => system.Scores.ContainsKey(video.Id)))
                throw new ArgumentException($"{system.Name} has scored none of the {videos.Count} videos.", nameof(systems));
        }
        // what is wrong with the shots of a video is reported before the long work, and the first of several videos first
        SummaryEvaluation[] evaluations = [.. videos.Select(video => new SummaryEvaluation(video, shotLengths(video), share))];
        var (baselines, agreements) = (new SummaryBaselines[videos.Count], new SummaryAgreement?[systems.Count, videos.Count]);
        for (var s = 0; s < systems.Count; s++)
        {
            for (var v = 0; v < videos.Count; v++)
            {
                if (!systems[s].Scores.TryGetValue(videos[v].Id, out var scores)) continue;
                try
                {
                    agreements[s, v] = evaluations[v].Compare(scores);
                }
                catch (ArgumentException e)
                {
                    throw new ArgumentException($"{systems[s].Name}, {videos[v].Id}: {e.Message}", nameof(systems), e);
                }
            }
        }
        var done = 0;
        await Parallel.ForAsync(0, videos.Count, cancellationToken, (v, _) =>
        {
            baselines[v] = SummaryBaselines.Measure(evaluations[v]);
            progress?.Report(Interlocked.Increment(ref done));
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);

        return new(videos.Count,
        [
            Row(Random, v => baselines[v].Random), Row(RandomPerFrame, v => baselines[v].RandomPerFrame),
            Row(Constant, v => baselines[v].Constant), Row(Human, v => baselines[v].Human),
            .. systems.Select((system, s) => Row(system.Name, v => agreements[s, v])),
        ]);

        SummaryTableRow Row(string name, Func<int, SummaryAgreement?> agreement)
        {
            var scored = Enumerable.Range(0, videos.Count).Where(v => agreement(v) is not null).ToList();
            MetricEstimate Mean(Func<SummaryAgreement, AnnotatedVideo, double> metric) =>
                Bootstrap.Mean([.. scored.Select(v => metric(agreement(v)!.Value, videos[v]))]);
            return new(
                name, scored.Count, Mean((a, video) => video.Kind == AnnotationKind.Scores ? a.MeanF : a.MaxF), Mean((a, _) => a.Kendall),
                Mean((a, _) => a.Spearman));
        }
    }
}
