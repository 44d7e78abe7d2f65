namespace Mmva.Evaluation;

/// <summary>A metric with its bootstrap interval. NaN where the metric is undefined.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class BootstrapEstimate
{
    private readonly double[] _replicates;
    private readonly double _confidence;
    private readonly object _draws;

    internal BootstrapEstimate(double value, double[] replicates, double confidence, int groups, object draws)
    {
        Value = value;
        Groups = groups;
        _replicates = replicates;
        _confidence = confidence;
        _draws = draws;
        double[] sorted = [.. replicates.Where(double.IsFinite).Order()];
        (Lower, Upper) = (Quantile(sorted, (1 - confidence) / 2), Quantile(sorted, (1 + confidence) / 2));
        PValue = sorted.Length == 0 ? double.NaN : Math.Min(1, 2.0 * (1 + Math.Min(sorted.Count(r => r <= 0), sorted.Count(r => r >= 0)))
            / (sorted.Length + 1));
    }

    /// <summary>The metric of the data themselves: the mean over the runs.</summary>
    public double Value { get; }

    /// <summary>The number of groups that are drawn; of pairs, the smaller of the two numbers. With few of them an interval means little.</summary>
    public int Groups { get; }

    /// <summary>The lower end of the percentile interval.</summary>
    public double Lower { get; }

    /// <summary>The upper end of the percentile interval.</summary>
    public double Upper { get; }

    /// <summary>
    /// Of a difference: how unlikely a value so far from 0 is if there is none. Twice the smaller share of draws on one side of 0, both counts
    /// increased by one; not corrected for the number of comparisons.
    /// </summary>
    public double PValue { get; }

    /// <summary>The difference to another estimate, draw by draw: both see the same groups.</summary>
    /// <param name="other">An estimate of the same bootstrap on the same groups.</param>
    /// <exception cref="ArgumentException">The other estimate was made from other draws.</exception>
    public BootstrapEstimate Minus(BootstrapEstimate other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(other._draws, _draws))
            throw new ArgumentException("The two estimates were made from different draws: compare systems on the same items.", nameof(other));
        return new(Value - other.Value, [.. _replicates.Zip(other._replicates, (a, b) => a - b)], _confidence, Groups, _draws);
    }

    /// <summary>A quantile of sorted values, linear between them.</summary>
    internal static double Quantile(double[] sorted, double share)
    {
        if (sorted.Length == 0) return double.NaN;
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
