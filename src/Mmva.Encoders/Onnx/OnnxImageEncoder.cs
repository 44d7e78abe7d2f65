using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Mmva.Encoders;

/// <summary>Anybody's .onnx file as an encoder of images.</summary>
/// <remarks>Safe to use from several threads; dispose when no encoding runs.</remarks>
public sealed class OnnxImageEncoder : IModalityEncoder<RgbImage>, IDisposable
{
    private readonly OnnxFile _file;
    private readonly string _input;
    private readonly int _side, _batch;
    private readonly float[] _means, _deviations;

    private OnnxImageEncoder(OnnxFile file, OnnxImageOptions options)
    {
        _file = file;
        _input = options.Input ?? file.OnlyInput();
        file.AllowOnly(_input);
        var shape = file.InputShape(_input, TensorElementType.Float, 4);
        _side = options.Side ?? (shape[2] > 0 ? shape[2] : OnnxImageOptions.DefaultSide);
        if (shape[1] is not (3 or <= 0) || _side < 1 || (shape[2] > 0 && shape[2] != _side) || (shape[3] > 0 && shape[3] != _side))
            throw file.Refuse($"input '{_input}' must take [batch, 3, {_side}, {_side}]");
        _batch = shape[0] > 0 ? shape[0] : options.BatchSize;
        if (shape[0] > 1) throw file.Refuse($"input '{_input}' must take a batch of any size, or of 1");
        _means = [options.Mean.Red, options.Mean.Green, options.Mean.Blue];
        _deviations = [options.StandardDeviation.Red, options.StandardDeviation.Green, options.StandardDeviation.Blue];
        if (!_means.Concat(_deviations).All(float.IsFinite) || _deviations.Contains(0)) throw file.Refuse($"a mean of {options.Mean} and a deviation of {options.StandardDeviation} make no sense");
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata => _file.Metadata;

    /// <summary>Loads a file and checks its input and output.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="options">Names and preprocessing; null for the defaults.</param>
    /// <exception cref="MmvaException">The file cannot be loaded, or its inputs and outputs are not those of such an encoder; the message lists what it has.</exception>
    public static OnnxImageEncoder Load(string path, OnnxImageOptions? options = null)
    {
        options ??= new();
        return OnnxFile.Load(path, options, file => new OnnxImageEncoder(file, options));
    }

    /// <inheritdoc/>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    /// <summary>Frees the session.</summary>
    public void Dispose() => _file.Dispose();

    private FeatureBatch Encode(IReadOnlyList<RgbImage> images, CancellationToken cancellationToken)
    {
        var size = _file.Layers * _file.Width;
        var features = new float[images.Count * size];
        for (var start = 0; start < images.Count; start += _batch)
        {
            var count = Math.Min(_batch, images.Count - start);
            var pixels = new float[count * 3 * _side * _side];
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Prepare(images[start + i], pixels.AsSpan(i * 3 * _side * _side, 3 * _side * _side));
            }
            using var input = OrtTensor.Over(pixels.AsMemory(), count, 3, _side, _side);
            _file.Run(new Dictionary<string, OrtValue> { [_input] = input }, count, null, features.AsSpan(start * size, count * size));
        }
        return new(images.Count, _file.Layers, _file.Width, features);
    }

    private void Prepare(RgbImage image, Span<float> planes)
    {
        var bytes = ImageResizing.ShortestSideCrop(image, _side).Pixels.Span;
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = planes.Slice(channel * _side * _side, _side * _side);
            for (var i = 0; i < plane.Length; i++) plane[i] = (bytes[3 * i + channel] / 255f - _means[channel]) / _deviations[channel];
        }
    }
}
