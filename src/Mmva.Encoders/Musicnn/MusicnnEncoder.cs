using System.Numerics.Tensors;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// musicnn (Pons and Serra 2019), both published taggers. A piece of music gives [1, 400]: the penultimate layers of the one trained on the
/// Million Song Dataset and of the one trained on MagnaTagATune, 200 each, as means over its windows.
/// </summary>
/// <remarks>
/// Sound of any rate is resampled to 16 kHz. It is taken in whole windows of 187 frames, 2.992 s each; what is left at the end counts only
/// where it is all there is: sound shorter than a window is repeated to fill one. Loudness is not normalised: what is not at one level already should be brought to it first (<see cref="AudioNormalization.ToLevel"/>), as the compact model does.
/// Safe to use from several threads; dispose when no encoding runs.
/// </remarks>
public sealed class MusicnnEncoder : IModalityEncoder<Waveform>, IDisposable
{
    private const string Name = "musicnn-msd-mtt";
    private const int WindowValues = LogMelSpectrogram.WindowFrames * LogMelSpectrogram.Bands;

    // measured: as quick as larger runs, in a fraction of the memory
    internal const int WindowsPerRun = 5;

    private static readonly string[] Models = ["msd", "mtt"];
    private static readonly int Width = Models.Length * MusicnnGraph.PenultimateWidth;

    private readonly string _folder;
    private readonly TowerSession _session;

    private MusicnnEncoder(string folder, TowerSession session, string fingerprint)
    {
        (_folder, _session) = (folder, session);
        Metadata = new(Name, 1, Width, "CC BY-NC-SA (the package that they were taken from says ISC)", "musicnn 0.1.0 (J. Pons, Music Technology Group, Universitat Pompeu Fabra)", fingerprint);
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata { get; }

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">Where <c>msd.safetensors</c> and <c>mtt.safetensors</c> lie; they must stay there for <see cref="SaveOnnx"/>.</param>
    /// <param name="options">Threads and execution provider.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or holds another model.</exception>
    /// <exception cref="MmvaException">ONNX Runtime's native library is missing.</exception>
    public static MusicnnEncoder Load(string folder, OnnxSessionOptions? options = null) =>
        WithWeights(folder, models => new MusicnnEncoder(folder, new TowerSession(MusicnnGraph.Build(models), options), Fingerprint.Of(Name, [.. models.Select(m => m.Weights)])));

    /// <inheritdoc/>
    /// <exception cref="MediaException">A waveform holds samples that are not finite, or so large that their power is not.</exception>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    /// <summary>Writes the tower as a self-contained .onnx file for any ONNX program (operator set 17 alone): <c>log_mel</c> [windows, 187, 96] to <c>features</c> [windows, 400].</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written, or the weights are no longer where they were.</exception>
    public void SaveOnnx(string path) => WithWeights(_folder, models =>
    {
        MusicnnGraph.Build(models).Save(path);
        return true;
    });

    /// <summary>Releases the session.</summary>
    public void Dispose() => _session.Dispose();

    private FeatureBatch Encode(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken)
    {
        var spectrogram = new LogMelSpectrogram();
        var (features, counts) = (new float[inputs.Count * Width], new int[inputs.Count]);
        var (windows, results, owners) = (new float[WindowsPerRun * WindowValues], new float[WindowsPerRun * Width], new List<int>(WindowsPerRun));
        for (var input = 0; input < inputs.Count; input++)
        {
            var samples = AudioResampling.Resample(inputs[input], LogMelSpectrogram.SampleRate).Samples;
            var count = counts[input] = LogMelSpectrogram.WindowCount(samples.Length);
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var window = windows.AsSpan(owners.Count * WindowValues, WindowValues);
                spectrogram.Window(samples.Span, i, window);
                FiniteSamples.Require(window, input);
                owners.Add(input);
                // windows of short sounds share a run
                if (owners.Count == WindowsPerRun || (input == inputs.Count - 1 && i == count - 1)) Run(windows, results, owners, features);
            }
        }
        for (var input = 0; input < inputs.Count; input++)
        {
            var sum = features.AsSpan(input * Width, Width);
            TensorPrimitives.Divide(sum, counts[input], sum);
        }
        return new(inputs.Count, 1, Width, features);
    }

    private void Run(float[] windows, float[] results, List<int> owners, float[] sums)
    {
        var count = owners.Count;
        _session.Run(MusicnnGraph.LogMel, windows.AsMemory(0, count * WindowValues), [count, LogMelSpectrogram.WindowFrames, LogMelSpectrogram.Bands], MusicnnGraph.Features, results.AsMemory(0, count * Width), [count, Width]);
        for (var i = 0; i < count; i++)
        {
            var sum = sums.AsSpan(owners[i] * Width, Width);
            TensorPrimitives.Add(sum, results.AsSpan(i * Width, Width), sum);
        }
        owners.Clear();
    }

    private static T WithWeights<T>(string folder, Func<IReadOnlyList<(string Name, ModelWeights Weights)>, T> use)
    {
        var models = new List<(string Name, ModelWeights Weights)>();
        try
        {
            foreach (var model in Models) models.Add((model, ModelWeights.Open(Path.Combine(folder, model + ".safetensors"))));
            return use(models);
        }
        finally
        {
            foreach (var (_, weights) in models) weights.Dispose();
        }
    }
}
