using System.Numerics.Tensors;
using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders.Graphs;
using TensorElementType = Microsoft.ML.OnnxRuntime.Tensors.TensorElementType;

namespace Mmva.Encoders;

/// <summary>Encodes music with a third-party .onnx file.</summary>
/// <remarks>
/// Audio is divided as <see cref="OnnxMusicOptions.WindowSeconds"/> describes. Safe to use from several threads; dispose it when no encoding is in
/// progress.
/// </remarks>
public sealed class OnnxMusicEncoder : IModalityEncoder<Waveform>, IGraphEncoder, IDisposable
{
    private readonly OnnxFile _file;
    private readonly string _input;
    private readonly int _rate, _window, _batch;
    private readonly bool _fixed, _normalize;

    private OnnxMusicEncoder(OnnxFile file, OnnxMusicOptions options)
    {
        _file = file;
        _input = options.Input ?? file.OnlyInput();
        file.AllowOnly(_input);
        var shape = file.InputShape(_input, TensorElementType.Float, 2);
        if (shape[0] > 1) throw file.Refuse($"input '{_input}' must accept a batch of any size, or of 1");
        _fixed = shape[1] > 0;
        _window = _fixed ? shape[1] : AudioWindows.Longest(options.WindowSeconds, options.SampleRate);
        _rate = options.SampleRate;
        _batch = shape[0] > 0 ? 1 : options.BatchSize;
        _normalize = options.Normalize;
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata => _file.Metadata;

    /// <summary>Loads a file and checks its input and output.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="MmvaException">
    /// The file cannot be loaded, or does not have the inputs and outputs of such an encoder; the message lists those it has.
    /// </exception>
    public static OnnxMusicEncoder Load(string path, OnnxMusicOptions? options = null)
    {
        options = (options ?? new()).Validated(new OnnxMusicOptionsValidator());
        return OnnxFile.Load(path, options, file => new OnnxMusicEncoder(file, options));
    }

    /// <inheritdoc/>
    /// <exception cref="MediaException">A waveform contains samples that are not finite.</exception>
    /// <exception cref="MmvaException">The graph cannot be run on a waveform, for example because it is too short.</exception>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    /// <summary>Frees the session. No call may be in progress.</summary>
    public void Dispose() => _file.Dispose();

    int IGraphEncoder.SampleRate => _rate;

    int IGraphEncoder.OperatorSet => _file.OperatorSet;

    Term IGraphEncoder.AddTo(GraphInput input)
    {
        var file = _file.ReadGraph();
        Term Encode(Term window) => _file.AddTo(window, file, new Dictionary<string, GraphValue> { [_input] = window.Value });
        if (!_fixed) return GraphAudio.AverageWindows(_normalize ? GraphAudio.Normalize(input.Value) : input.Value, _window, Encode);
        return GraphAudio.AverageFixedWindows(input.Value, _window, _normalize, Encode);
    }

    private FeatureBatch Encode(IReadOnlyList<Waveform> waveforms, CancellationToken cancellationToken)
    {
        var size = _file.Layers * _file.Width;
        var features = new float[waveforms.Count * size];
        for (var i = 0; i < waveforms.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var samples = WaveformPreparation.Prepare(waveforms[i], _rate, _normalize && !_fixed).Samples;
            FiniteSamples.Require(samples.Span, i);
            var mean = features.AsSpan(i * size, size);
            if (_fixed) AverageFixed(samples, mean, cancellationToken);
            else AudioWindows.Average(samples, _window, (window, result) => Run(window, 1, result.Span), mean, cancellationToken);
        }
        return new(waveforms.Count, _file.Layers, _file.Width, features);
    }

    // whole windows of the length that the graph fixes
    private void AverageFixed(ReadOnlyMemory<float> samples, Span<float> mean, CancellationToken cancellationToken)
    {
        var windows = Math.Max(1, samples.Length / _window);
        for (var start = 0; start < windows; start += _batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(_batch, windows - start);
            var values = new float[count * _window];
            for (var w = 0; w < count; w++) Fill(samples.Span, (start + w) * _window, values.AsMemory(w * _window, _window));
            var results = new float[count * mean.Length];
            Run(values, count, results);
            for (var w = 0; w < count; w++) TensorPrimitives.Add(mean, results.AsSpan(w * mean.Length, mean.Length), mean);
        }
        TensorPrimitives.Divide(mean, windows, mean);
    }

    private void Fill(ReadOnlySpan<float> samples, int start, Memory<float> window)
    {
        var part = samples[start..Math.Min(samples.Length, start + window.Length)];
        for (var at = 0; at < window.Length; at += part.Length) part[..Math.Min(part.Length, window.Length - at)].CopyTo(window.Span[at..]);
        if (_normalize) WaveformPreparation.Normalize(new(window, _rate)).Samples.CopyTo(window);
    }

    private void Run(ReadOnlyMemory<float> samples, int count, Span<float> results)
    {
        using var input = OrtTensor.Over(samples, count, samples.Length / count);
        _file.Run(new Dictionary<string, OrtValue> { [_input] = input }, count, null, results);
    }
}
