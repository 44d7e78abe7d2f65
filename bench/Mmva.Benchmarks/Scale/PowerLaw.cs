using System.Globalization;

namespace Mmva.Benchmarks.Scale;

/// <summary>cost = factor · n^exponent, fitted by least squares to the logarithms.</summary>
/// <param name="Exponent">The slope in a log-log plot.</param>
/// <param name="Factor">The cost at n = 1.</param>
/// <param name="WorstRatio">By what factor the measurement farthest from the law is away from it.</param>
internal sealed record PowerLaw(double Exponent, double Factor, double WorstRatio)
{
    public static PowerLaw? Fit(IReadOnlyCollection<(double N, double Cost)> measured)
    {
        // a cost too small to be measured says nothing
        var logs = measured.Where(m => m.Cost > 0).Select(m => (X: Math.Log(m.N), Y: Math.Log(m.Cost))).ToList();
        if (logs.Count < 3) return null;
        var (x, y) = (logs.Average(l => l.X), logs.Average(l => l.Y));
        var exponent = logs.Sum(l => (l.X - x) * (l.Y - y)) / logs.Sum(l => (l.X - x) * (l.X - x));
        var shift = y - exponent * x;
        return new(exponent, Math.Exp(shift), Math.Exp(logs.Max(l => Math.Abs(l.Y - shift - exponent * l.X))));
    }

    public double At(double n) => Factor * Math.Pow(n, Exponent);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Factor:G3} · n^{Exponent:F3}, within a factor of {WorstRatio:F2}");
}
