using Mmva.Data;
using Mmva.Training;

namespace Mmva.Tasks.Evaluation;

/// <summary>
/// How well captions find their music by Eq. 1 (Table 2 of arXiv 2501.01094), on pairs of your own, compared with chance and with the upper bound
/// of any method that knows nothing but valence and arousal.
/// </summary>
/// <param name="Pairs">The number of rows of the manifest.</param>
/// <param name="Groups">The number of groups among them.</param>
/// <param name="Metrics">The metrics of the sampled pairs; ties count against a query.</param>
/// <param name="Chance">The expected metrics of a random ranking of as many items.</param>
/// <param name="Bound">
/// The metrics if the point of every caption were exact and that of its music known as precisely as the paper states: the points are those that
/// were predicted for the music.
/// </param>
/// <param name="SharedPoints">
/// The number of sampled pieces of music with the same point as another: near-duplicates that stand in different groups, whose ties cost first
/// ranks.
/// </param>
/// <param name="Failures">The files of sampled pairs that could not be used; these pairs are missing.</param>
public sealed record CaptionRetrieval(
    int Pairs, int Groups, RetrievalEstimates Metrics, RetrievalMetrics Chance, RetrievalMetrics Bound, int SharedPoints,
    IReadOnlyList<MmvaException> Failures)
{
    /// <summary>The number of pairs that are sampled by default, as in the paper.</summary>
    public const int DefaultPairs = 1000;

    /// <summary>The squared errors of music that the paper states, with which <see cref="Bound"/> is estimated.</summary>
    public static PlaneError MusicError { get; } = new(0.0003, 0.0002);

    /// <summary>
    /// Samples pairs: groups in random order without repetition, and of each group one of its pairs. So every query has exactly one right answer
    /// among the items, whatever other captions or copies its music has.
    /// </summary>
    /// <param name="music">All pairs.</param>
    /// <param name="count">The number of pairs; all groups are used if there are fewer.</param>
    /// <param name="seed">The seed of the choice.</param>
    /// <returns>The pairs, of different groups.</returns>
    /// <exception cref="ArgumentException">There are no pairs, or the count is below 1.</exception>
    public static IReadOnlyList<CaptionedMusic> Sample(IReadOnlyList<CaptionedMusic> music, int count = DefaultPairs, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(music);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (music.Count == 0) throw new ArgumentException("There are no pairs to sample.", nameof(music));
        var random = new RandomSource(seed);
        CaptionedMusic[][] groups = [.. music.GroupBy(one => one.Group, StringComparer.Ordinal).Select(group => group.ToArray())];
        random.Shuffle(groups.AsSpan());
        return [.. groups.Take(count).Select(group => group[random.Next(group.Length)])];
    }

    /// <summary>Samples pairs, predicts their captions and music, and ranks the music of all pairs for every caption.</summary>
    /// <param name="predictor">Predicts captions and music.</param>
    /// <param name="music">All pairs.</param>
    /// <param name="decoder">Decodes the music, or <see langword="null"/> for the default decoders.</param>
    /// <param name="count">The number of pairs to sample.</param>
    /// <param name="seed">The seed of the sample, of the intervals and of the bound.</param>
    /// <param name="progress">Receives a report for each file; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The metrics.</returns>
    /// <exception cref="ArgumentException">There are no pairs, or the count is below 1.</exception>
    /// <exception cref="MmvaException">None of the files can be used, or a required encoder is missing.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static async Task<CaptionRetrieval> MeasureAsync(
        IEmotionPredictor predictor, IReadOnlyList<CaptionedMusic> music, MediaDecoder? decoder = null, int count = DefaultPairs, ulong seed = 0,
        IProgress<FileProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        var sample = Sample(music, count, seed);
        var captions = await predictor.PredictAsync([.. sample.Select(pair => pair.Caption)], cancellationToken).ConfigureAwait(false);

        var (queries, items, failures) = (new List<ValenceArousal>(), new List<ValenceArousal>(), new List<MmvaException>());
        var results = predictor.PredictFilesAsync(
            sample.Select(pair => pair.Path), decoder, progress: progress, cancellationToken: cancellationToken);
        var next = 0;
        await foreach (var result in results.ConfigureAwait(false))
        {
            var caption = captions[next++].Emotion;
            if (!result.Succeeded) failures.Add(result.Error);
            else if (result.Value!.Modality != Modality.Music) failures.Add(new MediaException(result.Input, "is not music."));
            else if (!caption.IsFinite || !result.Value.Emotion.IsFinite)
                failures.Add(new MediaException(result.Input, "or its caption has no finite point: the model cannot be used."));
            else
            {
                queries.Add(caption);
                items.Add(result.Value.Emotion);
            }
        }
        if (items.Count == 0) throw failures[0];
        return Of(music, queries, items, seed, failures, cancellationToken);
    }

    private static CaptionRetrieval Of(
        IReadOnlyList<CaptionedMusic> music, List<ValenceArousal> queries, List<ValenceArousal> items, ulong seed,
        IReadOnlyList<MmvaException> failures, CancellationToken cancellationToken) => new(
        music.Count, music.Select(one => one.Group).Distinct(StringComparer.Ordinal).Count(),
        RetrievalEstimates.FromRanks(RetrievalEvaluation.Ranks(queries, items, cancellationToken), seed),
        RetrievalMetrics.Chance(items.Count),
        EmotionOnlyBound.Estimate(items, MusicError, seed: seed, cancellationToken: cancellationToken),
        items.GroupBy(point => point).Where(group => group.Count() > 1).Sum(group => group.Count()),
        failures);
}
