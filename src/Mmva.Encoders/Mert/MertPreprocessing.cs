using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>What happens to sound before the tower: its rate, and whether it is brought to mean 0 and variance 1.</summary>
/// <param name="SampleRate">Hz.</param>
/// <param name="Normalize">Over the whole sound, as upstream's feature extractor does.</param>
internal sealed record MertPreprocessing(int SampleRate, bool Normalize)
{
    // of Wav2Vec2FeatureExtractor, which prepares MERT's sound upstream
    private const double Epsilon = 1e-7;

    private const string FileName = "preprocessor_config.json";

    /// <summary>Reads <c>preprocessor_config.json</c>; without that file sound is normalised, as the published model's is.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <param name="sampleRate">The model's own (Hz).</param>
    /// <exception cref="WeightFileException">The file cannot be read, or describes what is not implemented here.</exception>
    public static MertPreprocessing Read(string folder, int sampleRate)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return new(sampleRate, true);
        var file = ModelConfig.Open(path);
        file.Require(file.Integer("feature_size", fallback: 1) == 1, "feature_size", "only 1, the samples themselves, is implemented");
        file.Require(file.Integer("sampling_rate", fallback: sampleRate) == sampleRate, "sampling_rate", $"the model's is {sampleRate} Hz (sample_rate in config.json, or MERT's own)");
        return new(sampleRate, file.Boolean("do_normalize", true));
    }

    public Waveform Prepare(Waveform sound)
    {
        var resampled = AudioResampling.Resample(sound, SampleRate);
        return Normalize ? AudioNormalization.ZeroMeanUnitVariance(resampled, Epsilon) : resampled;
    }
}
