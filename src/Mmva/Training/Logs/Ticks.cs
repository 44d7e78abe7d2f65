namespace Mmva.Training;

/// <summary>Round values for the axes of a chart.</summary>
internal static class Ticks
{
    private const int About = 4;

    public static IEnumerable<double> Linear(double low, double high)
    {
        var step = Round((high - low) / About);
        for (var i = Math.Ceiling(low / step); i * step <= high; i++) yield return i * step;
    }

    /// <summary>Powers of ten, and 2 and 5 times them if there are few.</summary>
    public static IEnumerable<double> Logarithmic(double least, double most)
    {
        double[] factors = most / least > 1000 ? [1] : [1, 2, 5];
        for (var exponent = Math.Floor(Math.Log10(least)); exponent <= Math.Log10(most); exponent++)
            foreach (var factor in factors) yield return factor * Math.Pow(10, exponent);
    }

    /// <summary>The first epoch, the last one, and round ones that are not too near to them.</summary>
    public static IEnumerable<int> Epochs(int last)
    {
        yield return 1;
        var step = Math.Max(1, (int)Round((double)last / About));
        for (long epoch = step; epoch < last; epoch += step)
            if (epoch - 1 >= step / 2.0 && last - epoch >= step / 2.0) yield return (int)epoch;
        yield return last;
    }

    // 1, 2 or 5 times a power of ten
    private static double Round(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return power * ((step / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
    }
}
