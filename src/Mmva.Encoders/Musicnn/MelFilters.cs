namespace Mmva.Encoders;

/// <summary>
/// Triangular mel bands on Slaney's scale (linear to 1 kHz, logarithmic above), each of area 1: <c>librosa.filters.mel</c>'s defaults.
/// </summary>
internal static class MelFilters
{
    private const double LinearEndHz = 1000, LinearEndMel = 15, HzPerMel = 200.0 / 3;

    // 27 steps of the logarithmic part multiply a frequency by 6.4
    private static readonly double LogStep = Math.Log(6.4) / 27;

    /// <summary>The weights [bands, fftSize / 2 + 1] of bands that cover 0 Hz to half the sample rate.</summary>
    public static float[] Create(int bands, int fftSize, int sampleRate)
    {
        var bins = fftSize / 2 + 1;
        var edges = new double[bands + 2];
        var top = HzToMel(sampleRate / 2.0);
        for (var i = 0; i < edges.Length; i++) edges[i] = MelToHz(top * i / (bands + 1));
        var weights = new float[bands * bins];
        for (var band = 0; band < bands; band++)
        {
            double low = edges[band], middle = edges[band + 1], high = edges[band + 2];
            for (var bin = 0; bin < bins; bin++)
            {
                var frequency = (double)bin * sampleRate / fftSize;
                var triangle = Math.Min((frequency - low) / (middle - low), (high - frequency) / (high - middle));
                weights[band * bins + bin] = (float)(Math.Max(0, triangle) * 2 / (high - low));
            }
        }
        return weights;
    }

    private static double HzToMel(double hz) => hz < LinearEndHz ? hz / HzPerMel : LinearEndMel + Math.Log(hz / LinearEndHz) / LogStep;

    private static double MelToHz(double mel) => mel < LinearEndMel ? mel * HzPerMel : LinearEndHz * Math.Exp(LogStep * (mel - LinearEndMel));
}
