using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Mmva.Encoders;

/// <summary>Anybody's .onnx file as an encoder of music.</summary>
/// <remarks>Safe to use from several threads; dispose when no encoding runs.</remarks>
public sealed class OnnxMusicEncoder : IModalityEncoder<Waveform>, IDisposable
{
    private readonly OnnxFile _file;
    private readonly string _input;
    private readonly int _rate, _window, _batch;
    private readonly bool _normalize;

    private OnnxMusicEncoder(OnnxFile file, OnnxMusicOptions options)
    {
        _file = file;
        _input = options.Input ?? file.OnlyInput();
        file.AllowOnly(_input);
        var shape = file.InputShape(_input, TensorElementType.Float, 2);
        if (shape[0] > 1) throw file.Refuse($"input '{_input}' must take a batch of any size, or of 1");
        if (options.SampleRate < 1 || !(options.WindowSeconds > 0) || options.WindowSeconds * options.SampleRate > int.MaxValue / 2)
            throw file.Refuse($"a sample rate of {options.SampleRate} Hz and windows of {options.WindowSeconds} s make no sense");
        _window = shape[1] > 0 ? shape[1] : Math.Max(1, (int)Math.Round(options.WindowSeconds * options.SampleRate));
        (_rate, _batch, _normalize) = (options.SampleRate, shape[0] > 0 ? 1 : options.BatchSize, options.Normalize);
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata => _file.Metadata;

    /// <summary>Loads a file and checks its input and output.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">Names and preprocessing; null for the defaults.</param>
    /// <exception cref="MmvaException">The file cannot be loaded, or its inputs and outputs are not those of such an encoder; the message lists what it has.</exception>
    public static OnnxMusicEncoder Load(string path, OnnxMusicOptions? options = null)
    {
        options ??= new();
        return OnnxFile.Load(path, options, file => new OnnxMusicEncoder(file, options));
    }

    /// <inheritdoc/>
    /// <exception cref="MediaException">A waveform holds samples that are not finite.</exception>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    /// <summary>Frees the session.</summary>
    public void Dispose() => _file.Dispose();

    private FeatureBatch Encode(IReadOnlyList<Waveform> waveforms, CancellationToken cancellationToken)
    {
        var size = _file.Layers * _file.Width;
        var features = new float[waveforms.Count * size];
        for (var i = 0; i < waveforms.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var samples = AudioResampling.Resample(waveforms[i], _rate).Samples;
            FiniteSamples.Require(samples.Span, i);
            EncodeOne(samples, features.AsSpan(i * size, size), cancellationToken);
        }
        return new(waveforms.Count, _file.Layers, _file.Width, features);
    }

    // the mean over the windows
    private void EncodeOne(ReadOnlyMemory<float> samples, Span<float> target, CancellationToken cancellationToken)
    {
        var windows = Math.Max(1, samples.Length / _window);
        for (var start = 0; start < windows; start += _batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(_batch, windows - start);
            var values = new float[count * _window];
            for (var w = 0; w < count; w++) Fill(samples.Span, (start + w) * _window, values.AsSpan(w * _window, _window));
            var results = new float[count * target.Length];
            using var input = OrtTensor.Over(values.AsMemory(), count, _window);
            _file.Run(new Dictionary<string, OrtValue> { [_input] = input }, count, null, results);
            for (var w = 0; w < count; w++) TensorPrimitives.Add(target, results.AsSpan(w * target.Length, target.Length), target);
        }
        TensorPrimitives.Divide(target, windows, target);
    }

    private void Fill(ReadOnlySpan<float> samples, int start, Span<float> window)
    {
        var part = samples[start..Math.Min(samples.Length, start + window.Length)];
        for (var at = 0; at < window.Length; at += part.Length) part[..Math.Min(part.Length, window.Length - at)].CopyTo(window[at..]);
        if (!_normalize) return;
        // the epsilon is that of the usual feature extractors
        var mean = TensorPrimitives.Sum<float>(window) / window.Length;
        TensorPrimitives.Subtract(window, mean, window);
        TensorPrimitives.Divide(window, MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(window) / window.Length + 1e-7f), window);
    }
}
