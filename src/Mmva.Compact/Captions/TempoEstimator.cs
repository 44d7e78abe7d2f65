namespace Mmva.Compact;

/// <summary>A tempo.</summary>
/// <param name="BeatsPerMinute">Beats per minute.</param>
/// <param name="Regularity">How regular the beat is, from 0 (none) to 1 (a metronome).</param>
internal readonly record struct Tempo(double BeatsPerMinute, double Regularity);

/// <summary>
/// Estimates the tempo from an onset curve: the period for which the curve resembles itself, after one beat and after several, and which its spectrum
/// has as well. The first also fits slower tempos and the second faster ones, so that their product fits the tempo itself. A weak preference for
/// usual tempos decides the rest.
/// </summary>
internal static class TempoEstimator
{
    private const double Slowest = 45, Fastest = 210, StepRatio = 1.005;

    // the preference: a bell over the logarithm
    private const double Usual = 112, UsualOctaves = 0.75;

    private const int Multiples = 4;

    /// <summary>Estimates the tempo, or returns <see langword="null"/> for a curve of less than three seconds or without onsets.</summary>
    /// <param name="onsets">The curve, <see cref="OnsetCurve.FramesPerSecond"/> values a second.</param>
    public static Tempo? Estimate(ReadOnlySpan<float> onsets)
    {
        if (onsets.Length < 3 * OnsetCurve.FramesPerSecond) return null;
        var similarity = Autocorrelation(onsets);
        if (similarity.Length == 0) return null;
        var (best, tempo) = (0.0, 0.0);
        for (var candidate = Slowest; candidate <= Fastest; candidate *= StepRatio)
        {
            var octaves = Math.Log2(candidate / Usual) / UsualOctaves;
            var score = Comb(similarity, candidate) * Spectrum(onsets, candidate) * Math.Exp(-0.5 * octaves * octaves);
            if (score > best) (best, tempo) = (score, candidate);
        }
        return best > 0 ? new(tempo, Math.Clamp(Comb(similarity, tempo), 0, 1)) : null;
    }

    // 1 at a lag of 0; unbiased, so that long lags count as much as short ones
    private static double[] Autocorrelation(ReadOnlySpan<float> onsets)
    {
        double mean = 0;
        foreach (var x in onsets) mean += x / onsets.Length;
        // the width of a beat: players and frames are not exact to 10 ms
        var smooth = new double[onsets.Length];
        for (var i = 0; i < smooth.Length; i++)
            for (var k = -2; k <= 2; k++)
                if (i + k >= 0 && i + k < onsets.Length) smooth[i] += (onsets[i + k] - mean) * (3 - Math.Abs(k)) / 9;
        var lags = Math.Min(smooth.Length * 3 / 4, (int)(Multiples * 60 / Slowest * OnsetCurve.FramesPerSecond) + 2);
        var result = new double[lags];
        for (var lag = 0; lag < lags; lag++)
        {
            for (var i = lag; i < smooth.Length; i++) result[lag] += smooth[i] * smooth[i - lag];
            result[lag] /= smooth.Length - lag;
        }
        if (!(result[0] > 1e-12)) return [];
        for (var lag = lags - 1; lag >= 0; lag--) result[lag] /= result[0];
        return result;
    }

    // the mean similarity after one to four beats, as far as the audio lasts
    private static double Comb(double[] similarity, double tempo)
    {
        var period = 60 * OnsetCurve.FramesPerSecond / tempo;
        var (sum, weights) = (0.0, 0.0);
        for (var k = 1; k <= Multiples && k * period + 1 < similarity.Length; k++)
        {
            var (whole, part) = ((int)(k * period), k * period - Math.Floor(k * period));
            sum += (similarity[whole] * (1 - part) + similarity[whole + 1] * part) / k;
            weights += 1.0 / k;
        }
        return weights > 0 ? Math.Max(0, sum / weights) : 0;
    }

    private static double Spectrum(ReadOnlySpan<float> onsets, double tempo)
    {
        var step = 2 * Math.PI * tempo / 60 / OnsetCurve.FramesPerSecond;
        var (cos, sin) = (Math.Cos(step), Math.Sin(step));
        var (re, im, c, s) = (0.0, 0.0, 1.0, 0.0);
        foreach (var x in onsets)
        {
            re += x * c;
            im += x * s;
            (c, s) = (c * cos - s * sin, s * cos + c * sin);
        }
        return Math.Sqrt(re * re + im * im);
    }
}
