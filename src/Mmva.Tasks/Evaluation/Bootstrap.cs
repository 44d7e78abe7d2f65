using Mmva.Evaluation;
using Mmva.Training;

namespace Mmva.Tasks.Evaluation;

/// <summary>Percentile bootstrap: how a statistic of some cases varies when the cases are drawn again, with replacement.</summary>
internal static class Bootstrap
{
    /// <summary>The number of samples that are drawn.</summary>
    public const int Samples = 1000;

    private const double Tail = 0.025;

    /// <summary>Estimates the mean of some values.</summary>
    public static MetricEstimate Mean(IReadOnlyList<double> values, ulong seed = 0) => Estimate(values, sample => sample.Average(), seed);

    /// <summary>Estimates a statistic of some values.</summary>
    /// <param name="values">One or more values.</param>
    /// <param name="statistic">The statistic of a sample, which it may reorder.</param>
    /// <param name="seed">The seed of the samples.</param>
    public static MetricEstimate Estimate(IReadOnlyList<double> values, Func<double[], double> statistic, ulong seed = 0)
    {
        var (random, sample, drawn) = (new RandomSource(seed), new double[values.Count], new double[Samples]);
        for (var i = 0; i < Samples; i++)
        {
            for (var j = 0; j < sample.Length; j++) sample[j] = values[random.Next(values.Count)];
            drawn[i] = statistic(sample);
        }
        Array.Sort(drawn);
        return new(statistic([.. values]), BootstrapEstimate.Quantile(drawn, Tail), BootstrapEstimate.Quantile(drawn, 1 - Tail));
    }

    /// <summary>The middle value, or the mean of the two middle ones. Sorts the values.</summary>
    public static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
