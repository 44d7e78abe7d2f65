namespace Mmva.Encoders;

/// <summary>Keys and chords as profiles of the twelve pitch classes: each in all twelve transpositions, with mean 0 and norm 1.</summary>
internal static class TonalProfiles
{
    public const int PitchClasses = 12;

    /// <summary>How well each pitch class fits a major key (Krumhansl and Kessler 1982).</summary>
    public static readonly float[][] MajorKeys = Transpositions([6.35f, 2.23f, 3.48f, 2.33f, 4.38f, 4.09f, 2.52f, 5.19f, 2.39f, 3.66f, 2.29f, 2.88f]);

    /// <summary>The same for a minor key.</summary>
    public static readonly float[][] MinorKeys = Transpositions([6.33f, 2.68f, 3.52f, 5.38f, 2.60f, 3.53f, 2.54f, 4.75f, 3.98f, 2.69f, 3.34f, 3.17f]);

    /// <summary>Major, minor, diminished and augmented triads.</summary>
    public static readonly float[][][] Triads = [Triad(0, 4, 7), Triad(0, 3, 7), Triad(0, 3, 6), Triad(0, 4, 8)];

    /// <summary>Scales a vector over the pitch classes to mean 0 and norm 1; a constant one becomes zeros.</summary>
    public static void Standardize(Span<float> values)
    {
        var mean = 0f;
        foreach (var v in values) mean += v / values.Length;
        var squares = 0f;
        foreach (ref var v in values)
        {
            v -= mean;
            squares += v * v;
        }
        var norm = MathF.Max(MathF.Sqrt(squares), 1e-9f);
        foreach (ref var v in values) v /= norm;
    }

    /// <summary>The best correlation with any transposition, and the index of that.</summary>
    /// <param name="standardized">The result of <see cref="Standardize"/>.</param>
    /// <param name="profiles">The transpositions.</param>
    public static (float Correlation, int Tonic) Best(ReadOnlySpan<float> standardized, float[][] profiles)
    {
        var best = (Correlation: float.NegativeInfinity, Tonic: 0);
        for (var k = 0; k < PitchClasses; k++)
            if (Correlation(standardized, profiles[k]) is var correlation && correlation > best.Correlation) best = (correlation, k);
        return best;
    }

    public static float Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static float[][] Triad(params ReadOnlySpan<int> tones)
    {
        var profile = new float[PitchClasses];
        foreach (var tone in tones) profile[tone] = 1;
        return Transpositions(profile);
    }

    private static float[][] Transpositions(float[] profile)
    {
        Standardize(profile);
        return [.. Enumerable.Range(0,
            PitchClasses).Select(k => Enumerable.Range(0, PitchClasses).Select(i => profile[(i - k + PitchClasses) % PitchClasses]).ToArray())];
    }
}
