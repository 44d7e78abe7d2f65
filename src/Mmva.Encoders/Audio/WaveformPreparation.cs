namespace Mmva.Encoders;

/// <summary>Prepares audio for a tower that reads samples.</summary>
internal static class WaveformPreparation
{
    // of Wav2Vec2FeatureExtractor, which prepares the audio of such towers upstream
    public const double Epsilon = 1e-7;

    /// <summary>Resamples audio and, on request, normalizes all of it to mean 0 and variance 1.</summary>
    public static Waveform Prepare(Waveform audio, int sampleRate, bool normalize)
    {
        var resampled = AudioResampling.Resample(audio, sampleRate);
        return normalize ? Normalize(resampled) : resampled;
    }

    public static Waveform Normalize(Waveform audio) => AudioNormalization.ZeroMeanUnitVariance(audio, Epsilon);
}
