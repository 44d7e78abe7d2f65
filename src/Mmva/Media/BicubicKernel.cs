namespace Mmva;

/// <summary>The source pixels and fixed-point weights of each pixel of one resized side.</summary>
internal sealed class BicubicKernel
{
    /// <summary>Fraction bits: 32 minus 8 for the pixel, minus 2 so that overshoot cannot overflow.</summary>
    public const int FractionBits = 22;

    private const double A = -0.5;
    private const double Support = 2;

    private BicubicKernel(int length, int stride)
    {
        Start = new int[length];
        Count = new int[length];
        Stride = stride;
        Weights = new int[length * stride];
    }

    /// <summary>The index of the first source pixel of each result pixel.</summary>
    public int[] Start { get; }

    /// <summary>The number of source pixels of each result pixel.</summary>
    public int[] Count { get; }

    /// <summary>The row length of <see cref="Weights"/>.</summary>
    public int Stride { get; }

    /// <summary>The fixed-point weights, [length, <see cref="Stride"/>]; rows end with zeros.</summary>
    public int[] Weights { get; }

    /// <summary>
    /// Creates the kernel for the result pixels [offset, offset + length) of a side resized from <paramref name="from"/> to <paramref name="to"/>
    /// pixels.
    /// </summary>
    public static BicubicKernel Create(int from, long to, long offset, int length)
    {
        var scale = (double)from / to;
        var stretch = Math.Max(scale, 1);
        var reach = from == to ? 0 : Support * stretch;
        var kernel = new BicubicKernel(length, (2 * (int)Math.Ceiling(reach)) + 1);
        var weights = new double[kernel.Stride];
        for (var i = 0; i < length; i++)
        {
            if (from == to)
            {
                // Pillow skips a pass that would not change the size
                (kernel.Start[i], kernel.Count[i], kernel.Weights[i]) = ((int)(offset + i), 1, 1 << FractionBits);
                continue;
            }
            var center = (offset + i + 0.5) * scale;
            var start = Math.Max(0, (int)(center - reach + 0.5));
            var count = Math.Min(from, (int)(center + reach + 0.5)) - start;
            var sum = 0.0;
            for (var k = 0; k < count; k++) sum += weights[k] = Cubic((k + start - center + 0.5) * (1 / stretch));
            for (var k = 0; k < count; k++)
            {
                var weight = weights[k] / sum * (1 << FractionBits);
                kernel.Weights[(i * kernel.Stride) + k] = (int)(weight < 0 ? weight - 0.5 : weight + 0.5);
            }
            (kernel.Start[i], kernel.Count[i]) = (start, count);
        }
        return kernel;
    }

    private static double Cubic(double x)
    {
        x = Math.Abs(x);
        if (x < 1) return ((((A + 2) * x) - (A + 3)) * x * x) + 1;
        return x < 2 ? ((((x - 5) * x) + 8) * x - 4) * A : 0;
    }
}
