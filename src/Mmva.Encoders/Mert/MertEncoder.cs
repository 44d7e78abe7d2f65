using System.Numerics.Tensors;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Music through MERT-v1-95M: features are the time means of its 13 hidden states, [13, 768].</summary>
/// <remarks>
/// Sound of any rate is resampled to 24 kHz and, where <c>preprocessor_config.json</c> does not say otherwise, brought to mean 0 and variance 1 as a whole.
/// Sound longer than <see cref="MertOptions.WindowSeconds"/> is cut into the fewest equal windows of at most that length, which cover it from end to end;
/// its features are the mean over the windows. Nothing is cropped or left to chance, and no clip sees another's samples, whatever their lengths.
/// Safe to use from several threads; dispose when no encoding runs.
/// Upstream: https://huggingface.co/m-a-p/MERT-v1-95M (Li et al., arXiv 2306.00107).
/// </remarks>
public sealed class MertEncoder : IModalityEncoder<Waveform>, IDisposable
{
    private const double MinWindowSeconds = 1, MaxWindowSeconds = 60;

    private readonly MertTower _tower;
    private readonly MertPreprocessing _preprocessing;
    private readonly int _longest;

    internal MertEncoder(MertTower tower, MertPreprocessing preprocessing, MertOptions options)
    {
        (_tower, _preprocessing, _longest) = (tower, preprocessing, (int)(options.WindowSeconds * preprocessing.SampleRate));
        var name = tower.Config is { Width: 768, Layers: 12 } ? "mert-v1-95m" : $"mert-{tower.Config.Width}x{tower.Config.Layers}";
        string With(string fingerprint) => $"{fingerprint}-{_longest}{(preprocessing.Normalize ? "n" : "")}";
        Metadata = new(name, tower.Config.Layers + 1, tower.Config.Width, options.License, options.Source, With(tower.Fingerprint)) { WeightsFingerprint = With(tower.WeightsFingerprint) };
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata { get; }

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">
    /// Holds <c>config.json</c>, <c>model.safetensors</c> or <c>pytorch_model.bin</c>, and <c>preprocessor_config.json</c> where the sound is not to be normalised.
    /// The positional convolution may be stored with weight norm, under its old or new names, or without.
    /// </param>
    /// <param name="options">Precision, windows and session; null for the defaults.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or holds another model.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="MertOptions.WindowSeconds"/> is not from 1 to 60.</exception>
    /// <exception cref="MmvaException">ONNX Runtime's native library is missing.</exception>
    public static MertEncoder Load(string folder, MertOptions? options = null)
    {
        options ??= new();
        if (!(options.WindowSeconds is >= MinWindowSeconds and <= MaxWindowSeconds))
            throw new ArgumentOutOfRangeException(nameof(options), options.WindowSeconds, $"WindowSeconds must be from {MinWindowSeconds} to {MaxWindowSeconds}.");
        var config = MertConfig.Read(Path.Combine(folder, "config.json"));
        var preprocessing = MertPreprocessing.Read(folder, config.SampleRate);
        return new(new MertTower(folder, options.Precision, options.Session), preprocessing, options);
    }

    /// <inheritdoc/>
    /// <remarks>The work runs on the thread pool.</remarks>
    /// <exception cref="MediaException">A waveform is shorter than the tower's receptive field (400 samples at 24 kHz, 17 ms), or holds samples that are not finite.</exception>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    /// <summary>
    /// Writes the tower as a self-contained .onnx file for any ONNX program (operator set 17 alone): <c>input_values</c> [batch, samples] in, <c>time_means</c> [batch, 13, 768] out.
    /// In <see cref="Precision.Fast"/> the clips of a batch share the steps in which activations of the convolutions are rounded: run them one by one for results that depend on nothing else.
    /// </summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public void SaveOnnx(string path) => _tower.SaveOnnx(path);

    /// <summary>Frees the session. No call may be under way.</summary>
    public void Dispose() => _tower.Dispose();

    private FeatureBatch Encode(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken)
    {
        var size = _tower.FeatureSize;
        var features = new float[inputs.Count * size];
        for (var i = 0; i < inputs.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Encode(Prepare(inputs[i], i), features.AsSpan(i * size, size), cancellationToken);
        }
        return new(inputs.Count, Metadata.Layers, Metadata.Width, features);
    }

    private ReadOnlyMemory<float> Prepare(Waveform sound, int index)
    {
        var samples = _preprocessing.Prepare(sound).Samples;
        var least = _tower.Config.ReceptiveField;
        if (samples.Length < least)
            throw new MediaException($"waveform {index}", $"it has {samples.Length} samples at {_preprocessing.SampleRate} Hz; this tower needs {least} at least. Leave it out, or repeat it to fill a longer one.");
        FiniteSamples.Require(samples.Span, index);
        return samples;
    }

    private void Encode(ReadOnlyMemory<float> samples, Span<float> mean, CancellationToken cancellationToken)
    {
        var windows = AudioWindows.Plan(samples.Length, _longest);
        var features = new float[mean.Length];
        for (var w = 0; w < windows.Count; w++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _tower.Run(samples.Slice(windows.Start(w), windows.Length), features);
            TensorPrimitives.Add(mean, features, mean);
        }
        TensorPrimitives.Divide(mean, windows.Count, mean);
    }
}
