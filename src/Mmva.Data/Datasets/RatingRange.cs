using System.Globalization;

namespace Mmva.Data;

/// <summary>The part of a rating scale that becomes 0 to 1.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class RatingRange
{
    private readonly double _minimum, _maximum;

    private RatingRange(double minimum, double maximum)
    {
        _minimum = minimum;
        _maximum = maximum;
    }

    /// <summary>The ends of the data set's scale, such as 1 and 9.</summary>
    public static RatingRange Nominal { get; } = new(double.NaN, double.NaN);

    /// <summary>The lowest and the highest rating that occur in the data.</summary>
    public static RatingRange Observed { get; } = new(double.NaN, double.NaN);

    /// <summary>Given ends, on the data set's scale.</summary>
    /// <param name="minimum">The rating that becomes 0.</param>
    /// <param name="maximum">The rating that becomes 1.</param>
    /// <exception cref="ArgumentException">An end is not finite, or the maximum is not above the minimum.</exception>
    public static RatingRange Of(double minimum, double maximum) => double.IsFinite(minimum) && double.IsFinite(maximum) && maximum > minimum
        ? new(minimum, maximum)
        : throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"The range {minimum} to {maximum} must be finite, and its maximum above its minimum."),
            nameof(maximum));

    /// <summary>The ends for some ratings on a nominal scale.</summary>
    internal (double Minimum, double Maximum) Ends(IReadOnlyCollection<double> ratings, double minimum, double maximum)
    {
        if (this == Nominal || (this == Observed && ratings.Count == 0)) return (minimum, maximum);
        if (this != Observed) return (_minimum, _maximum);
        var (lowest, highest) = (ratings.Min(), ratings.Max());
        return highest > lowest
            ? (lowest, highest)
            : throw new ArgumentException($"All ratings are {lowest.ToString(CultureInfo.InvariantCulture)}: they have no observed range.");
    }
}
