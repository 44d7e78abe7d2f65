namespace Mmva.Endurance.Running;

/// <summary>The medians of something over the second and the last third of a run. The first third warms up.</summary>
internal sealed record Growth(double SecondThird, double LastThird)
{
    /// <summary>Shorter runs are reported, not judged: caches and pools are still filling.</summary>
    public static readonly TimeSpan LeastToJudge = TimeSpan.FromMinutes(10);

    private const double MostGrowth = 1.1;

    public static Growth Of(IReadOnlyList<ProcessSample> samples, Func<ProcessSample, double> value)
    {
        var end = samples.Count == 0 ? 0 : samples[^1].Seconds;
        double Median(double from, double to)
        {
            var some = samples.Where(sample => sample.Seconds >= from && sample.Seconds <= to).Select(value).Order().ToList();
            return some.Count == 0 ? 0 : some[some.Count / 2];
        }
        return new(Median(end / 3, 2 * end / 3), Median(2 * end / 3, end));
    }

    /// <summary>Whether it grew by no more than a tenth and a slack.</summary>
    public bool IsFlat(double slack) => LastThird <= MostGrowth * SecondThird + slack;
}
