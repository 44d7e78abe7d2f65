namespace Mmva.Encoders;

/// <summary>
/// Minimal filtering (Toom, Cook, Winograd): six neighboring outputs of a filter of seven taps from 12 products instead of 42.
/// </summary>
/// <remarks>
/// A filter g and a row of six values h are polynomials of degrees 6 and 5; their product has degree 11 and is known from its values at 12 points,
/// one of them infinity (its leading coefficient). So g∗h = C·(G g ⊙ A h), where row i of G and of A contains the powers of point i, and C
/// interpolates (Lagrange). Filtering, which slides g over 12 inputs d, is the transpose of that map: y = Aᵀ·(G g ⊙ Cᵀ d).
/// Of the interpolation, the polynomial ∏(x − x_j) / (x − x_i) stays in Cᵀ, and its denominator ∏(x_i − x_j) is divided out of G.
/// Pairs ±x of small fractions keep the powers, and with them the rounding errors, small: about 50 times that of one product, 3e-6 in float32.
/// </remarks>
internal static class MinimalFilter
{
    public const int Outputs = 6, Taps = 7, Points = Outputs + Taps - 1;

    private static readonly double[] Finite = [0, 1, -1, 2, -2, 1 / 2.0, -1 / 2.0, 3 / 2.0, -3 / 2.0, 2 / 3.0, -2 / 3.0];

    /// <summary>Cᵀ [points, points]: 12 inputs to the points.</summary>
    public static float[] FromInputs { get; } = Inputs();

    /// <summary>Aᵀ [outputs, points]: 12 products to the six outputs.</summary>
    public static float[] ToOutputs { get; } = Powers();

    /// <summary>G g: up to seven taps to the points.</summary>
    public static void TransformTaps(ReadOnlySpan<double> taps, Span<double> points)
    {
        for (var i = 0; i < Finite.Length; i++)
        {
            double value = 0, power = 1;
            foreach (var tap in taps)
            {
                value += tap * power;
                power *= Finite[i];
            }
            foreach (var other in Finite)
                if (other != Finite[i]) value /= Finite[i] - other;
            points[i] = value;
        }
        points[^1] = taps.Length == Taps ? taps[^1] : 0;
    }

    private static float[] Inputs()
    {
        var result = new float[Points * Points];
        for (var i = 0; i < Points; i++)
        {
            // at infinity all finite points are zeros: the division leaves none out
            double[] polynomial = [1];
            for (var j = 0; j < Finite.Length; j++)
                if (j != i) polynomial = TimesRoot(polynomial, Finite[j]);
            for (var j = 0; j < polynomial.Length; j++) result[i * Points + j] = (float)polynomial[j];
        }
        return result;
    }

    private static float[] Powers()
    {
        var result = new float[Outputs * Points];
        for (var k = 0; k < Outputs; k++)
            for (var i = 0; i < Finite.Length; i++) result[k * Points + i] = (float)Math.Pow(Finite[i], k);
        result[^1] = 1;
        return result;
    }

    // p(x) · (x − root), lowest power first
    private static double[] TimesRoot(double[] p, double root)
    {
        var result = new double[p.Length + 1];
        for (var i = 0; i < p.Length; i++)
        {
            result[i + 1] += p[i];
            result[i] -= p[i] * root;
        }
        return result;
    }
}
