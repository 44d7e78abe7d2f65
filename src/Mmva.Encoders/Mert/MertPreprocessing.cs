using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Prepares audio for the tower: its rate, and whether it is normalized to mean 0 and variance 1.</summary>
/// <param name="SampleRate">Hz.</param>
/// <param name="Normalize">Over the whole audio, as upstream's feature extractor does.</param>
internal sealed record MertPreprocessing(int SampleRate, bool Normalize)
{
    private const string FileName = "preprocessor_config.json";

    /// <summary>Reads <c>preprocessor_config.json</c>; without that file audio is normalized, as for the published model.</summary>
    /// <param name="folder">The folder of the file.</param>
    /// <param name="sampleRate">The rate of the model (Hz).</param>
    /// <exception cref="WeightFileException">The file cannot be read, or asks for preprocessing that is not implemented.</exception>
    public static MertPreprocessing Read(string folder, int sampleRate)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return new(sampleRate, true);
        var file = ModelConfig.Open(path);
        file.Require(file.Integer("feature_size", fallback: 1) == 1, "feature_size", "only 1, the samples themselves, is implemented");
        file.Require(
            file.Integer("sampling_rate", fallback: sampleRate) == sampleRate,
            "sampling_rate", $"the model's is {sampleRate} Hz (sample_rate in config.json, or the default)");
        return new(sampleRate, file.Boolean("do_normalize", true));
    }

    public Waveform Prepare(Waveform audio) => WaveformPreparation.Prepare(audio, SampleRate, Normalize);
}
