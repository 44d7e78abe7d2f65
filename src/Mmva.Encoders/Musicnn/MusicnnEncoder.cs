using System.Numerics.Tensors;
using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// musicnn (Pons and Serra 2019), both published taggers. A piece of music has features [1, 400]: the penultimate layers of the model trained on the
/// Million Song Dataset and of the one trained on MagnaTagATune, 200 each, as means over its windows.
/// </summary>
/// <remarks>
/// Audio of any rate is resampled to 16 kHz and divided into whole windows of 187 frames, 2.992 s each; a remainder at the end is used only if
/// it is all there is: audio shorter than a window is repeated to fill one. Loudness is not normalized: audio of varying loudness should be brought
/// to
/// one level first (<see cref="AudioNormalization.ToLevel"/>), as the compact model does.
/// Computed by kernels of this library in float32; ONNX Runtime runs the graph instead on processors without AVX2 and FMA, and if
/// <see cref="OnnxSessionOptions.Configure"/> is set.
/// <see cref="PretrainedEncoder{TInput}.EncodeAsync"/> throws a <see cref="MediaException"/> for samples that are not finite, or so large that their
/// power
/// is not. Safe to use from several threads; dispose it when no encoding is in progress.
/// <see cref="PretrainedEncoder{TInput}.SaveOnnx"/> writes a graph from <c>log_mel</c> [windows, 187, 96] to <c>features</c> [windows, 400].
/// </remarks>
public sealed class MusicnnEncoder : PretrainedEncoder<Waveform>
{
    private const string Name = "musicnn-msd-mtt";
    private const string License = "CC BY-NC-SA (the package that they were taken from says ISC)";
    private const string Source = "musicnn 0.1.0 (J. Pons, Music Technology Group, Universitat Pompeu Fabra)";
    private const int WindowValues = LogMelSpectrogram.WindowFrames * LogMelSpectrogram.Bands;

    // measured: as fast as larger runs, with a fraction of the memory
    internal const int WindowsPerRun = MusicnnNetwork.MaxWindows;

    private static readonly string[] Models = ["msd", "mtt"];
    private static readonly int Width = Models.Length * MusicnnGraph.PenultimateWidth;

    private readonly Tower _tower;
    private readonly MusicnnNetwork? _network;

    private MusicnnEncoder(Tower tower, MusicnnNetwork? network) : base(tower, tower.Describe(Name, 1, Width, License, Source))
    {
        _tower = tower;
        _network = network;
    }

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">Contains <c>msd.safetensors</c> and <c>mtt.safetensors</c>.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or contains another model.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime's native library is missing.</exception>
    public static MusicnnEncoder Load(string folder, OnnxSessionOptions? options = null)
    {
        options?.Validated(new OnnxSessionOptionsValidator());
        var weights = Open(folder);
        // a host that sets something about the session, such as an execution provider, gets the graph
        var withSession = options?.Configure is not null || !MusicnnNetwork.IsSupported;
        var tower = new Tower(weights, Name, _ => MusicnnGraph.Build([.. Models.Zip(weights)]), Precision.Exact, options, withSession);
        try
        {
            return new(tower, withSession ? null : MusicnnNetwork.Load(weights, options?.IntraOpThreads ?? 0));
        }
        catch
        {
            tower.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    private protected override void Release() => _network?.Dispose();

    private static ModelWeights[] Open(string folder)
    {
        var opened = new List<ModelWeights>();
        try
        {
            foreach (var model in Models) opened.Add(ModelWeights.Open(Path.Combine(folder, model + ".safetensors")));
            return [.. opened];
        }
        catch
        {
            foreach (var weights in opened) weights.Dispose();
            throw;
        }
    }

    private protected override FeatureBatch Encode(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken)
    {
        var spectrogram = new LogMelSpectrogram();
        var features = new float[inputs.Count * Width];
        var counts = new int[inputs.Count];
        var windows = new float[WindowsPerRun * WindowValues];
        var results = new float[WindowsPerRun * Width];
        var owners = new List<int>(WindowsPerRun);
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
                // windows of short pieces share a run
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

    private protected override int ChainSampleRate => LogMelSpectrogram.SampleRate;

    private protected override Term AddTo(GraphInput input, Graph tower) => MusicnnChain.Add(input.Value, tower);

    private void Run(float[] windows, float[] results, List<int> owners, float[] sums)
    {
        var count = owners.Count;
        if (_network is not null) _network.Run(windows.AsMemory(0, count * WindowValues), results.AsMemory(0, count * Width));
        else
            _tower.Session.Run(
                MusicnnGraph.LogMel, windows.AsMemory(0, count * WindowValues), [count, LogMelSpectrogram.WindowFrames, LogMelSpectrogram.Bands],
                MusicnnGraph.Features, results.AsMemory(0, count * Width), [count, Width]);
        for (var i = 0; i < count; i++)
        {
            var sum = sums.AsSpan(owners[i] * Width, Width);
            TensorPrimitives.Add(sum, results.AsSpan(i * Width, Width), sum);
        }
        owners.Clear();
    }
}
