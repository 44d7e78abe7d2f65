using Mmva.Encoders;

namespace Mmva.Compact;

/// <summary>What is measured of a piece of music without a trained model.</summary>
/// <param name="Tempo">The tempo, or <see langword="null"/> without onsets.</param>
/// <param name="OnsetsPerSecond">Clear onsets a second.</param>
/// <param name="Key">The key that fits best.</param>
/// <param name="Peakedness">See <see cref="Compact.Peakedness"/>.</param>
/// <param name="Brightness">The spectral centroid, in Hz.</param>
/// <param name="LoudnessSpread">The standard deviation of the loudness over time, in dB, without pauses.</param>
/// <param name="LoudnessTrend">How much louder the last third is than the first, in dB.</param>
internal sealed record SoundAnalysis(
    Tempo? Tempo, double OnsetsPerSecond, Key Key, double Peakedness, double Brightness, double LoudnessSpread, double LoudnessTrend)
{
    // the lowest onset that counts, as a share of the strongest ones
    private const double ClearOnset = 0.25;

    /// <summary>Analyzes audio.</summary>
    /// <param name="samples">16 kHz, at a level of about −20 dBFS.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public static SoundAnalysis Of(ReadOnlySpan<float> samples, CancellationToken cancellationToken)
    {
        var onsets = OnsetCurve.Compute(samples, cancellationToken);
        var (spectrogram, salience) = (new PitchSpectrogram(), new float[PitchSpectrogram.Notes]);
        var pitchClasses = new float[TonalProfiles.PitchClasses];
        var levels = new List<double>();
        double brightness = 0, weight = 1e-9;
        for (var frame = 0; frame < PitchSpectrogram.FrameCount(samples.Length); frame++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var summary = spectrogram.Compute(samples, frame, salience);
            // by the square root: a loud bass and its overtones, roots and fifths, say little about the mode
            for (var n = 0; n < salience.Length; n++)
                pitchClasses[(PitchSpectrogram.LowestNote + n) % TonalProfiles.PitchClasses] += MathF.Sqrt(salience[n]);
            var power = Math.Pow(10, summary.Level);
            var amplitude = Math.Sqrt(power);
            levels.Add(10 * summary.Level);
            brightness += amplitude * summary.Brightness;
            weight += amplitude;
        }
        var heard = levels.Where(l => l > levels.Max() - 40).ToList();
        var third = Math.Max(1, levels.Count / 3);
        return new(
            TempoEstimator.Estimate(onsets), Density(onsets), KeyEstimator.Estimate(pitchClasses),
            Compact.Peakedness.Of(samples, cancellationToken), Math.Pow(2, brightness / weight), Spread(heard),
            Loudness(levels[^third..]) - Loudness(levels[..third]));
    }

    private static double Density(float[] onsets)
    {
        if (onsets.Length < OnsetCurve.FramesPerSecond) return 0;
        var sorted = onsets.Order().ToArray();
        var threshold = ClearOnset * sorted[(int)(0.99 * (sorted.Length - 1))];
        if (!(threshold > 0)) return 0;
        var count = 0;
        for (var i = 1; i + 1 < onsets.Length; i++)
            if (onsets[i] > threshold && onsets[i] >= onsets[i - 1] && onsets[i] > onsets[i + 1]) count++;
        return (double)count * OnsetCurve.FramesPerSecond / onsets.Length;
    }

    private static double Loudness(List<double> levels) => 10 * Math.Log10(levels.Average(l => Math.Pow(10, l / 10)));

    private static double Spread(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
