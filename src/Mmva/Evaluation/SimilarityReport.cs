namespace Mmva.Evaluation;

/// <summary>Errors of predicted similarities, compared with predictors that need no model or ignore the image.</summary>
/// <param name="Count">The number of pairs.</param>
/// <param name="Model">The errors of the predictions.</param>
/// <param name="Constant">The errors of the mean similarity of the training pairs.</param>
/// <param name="Median">The errors of the median similarity of the training pairs.</param>
/// <param name="MusicOnly">
/// The errors of the best predictor that ignores the image: for each piece its mean similarity (squared error) or median similarity (absolute error)
/// to the training images.
/// </param>
public sealed record SimilarityReport(
    int Count, SimilarityErrors Model, SimilarityErrors Constant, SimilarityErrors Median, SimilarityErrors MusicOnly)
{
    /// <summary>Computes the errors.</summary>
    /// <param name="target">The true similarity of each pair, from 0 to 1.</param>
    /// <param name="predicted">The predictions, in the same order.</param>
    /// <param name="music">
    /// What the music-only predictor knows of the music of each pair: a predicted point, or the rating, which bounds what ignoring the image allows.
    /// </param>
    /// <param name="trivial">The predictors fitted to the training items.</param>
    /// <exception cref="ArgumentException">There are no pairs, the lengths differ, or a value is not finite.</exception>
    public static SimilarityReport Compute(
        IReadOnlyList<double> target, IReadOnlyList<double> predicted, IReadOnlyList<ValenceArousal> music, TrivialSimilarity trivial)
    {
        ArgumentNullException.ThrowIfNull(trivial);
        if (target.Count == 0 || predicted.Count != target.Count || music.Count != target.Count)
            throw new ArgumentException(
                $"There are {target.Count} similarities, {predicted.Count} predictions and {music.Count} pieces of music; an equal number of at "
                + "least one is needed.", nameof(predicted));
        var known = new Dictionary<ValenceArousal, (double Mean, double Median)>();
        foreach (var point in music.Distinct()) known[point] = trivial.OfMusic(point);
        return new(
            target.Count, Errors(i => predicted[i], i => predicted[i]), Errors(_ => trivial.Mean, _ => trivial.Mean),
            Errors(_ => trivial.Median, _ => trivial.Median), Errors(i => known[music[i]].Mean, i => known[music[i]].Median));

        SimilarityErrors Errors(Func<int, double> forSquares, Func<int, double> forAbsolutes)
        {
            var (squares, absolutes) = (0.0, 0.0);
            for (var i = 0; i < target.Count; i++)
            {
                var (error, other) = (forSquares(i) - target[i], forAbsolutes(i) - target[i]);
                if (!double.IsFinite(error) || !double.IsFinite(other))
                    throw new ArgumentException($"The similarity or prediction of pair {i} is not finite.", nameof(predicted));
                squares += error * error;
                absolutes += Math.Abs(other);
            }
            return new(squares / target.Count, absolutes / target.Count);
        }
    }
}

/// <summary>The errors of predicted similarities.</summary>
/// <param name="MeanSquaredError">Mean of squared differences.</param>
/// <param name="MeanAbsoluteError">Mean of absolute differences.</param>
public readonly record struct SimilarityErrors(double MeanSquaredError, double MeanAbsoluteError);
