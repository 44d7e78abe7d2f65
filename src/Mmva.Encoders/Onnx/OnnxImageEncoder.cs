using Microsoft.Extensions.Options;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>Encodes images with a third-party .onnx file.</summary>
/// <remarks>Safe to use from several threads; dispose it when no encoding is in progress.</remarks>
public sealed class OnnxImageEncoder : IModalityEncoder<RgbImage>, IGraphEncoder, IDisposable
{
    private readonly OnnxFile _file;
    private readonly string _input;
    private readonly int _side, _batch;
    private readonly float[] _mean, _deviation;
    private readonly PixelTable _pixels;

    private OnnxImageEncoder(OnnxFile file, OnnxImageOptions options)
    {
        _file = file;
        _input = options.Input ?? file.OnlyInput();
        file.AllowOnly(_input);
        var shape = file.InputShape(_input, TensorElementType.Float, 4);
        _side = options.Side ?? (shape[2] > 0 ? shape[2] : OnnxImageOptions.DefaultSide);
        if (shape[1] is not (3 or <= 0) || (shape[2] > 0 && shape[2] != _side) || (shape[3] > 0 && shape[3] != _side))
            throw file.Refuse($"input '{_input}' must accept [batch, 3, {_side}, {_side}]");
        if (shape[0] > 1) throw file.Refuse($"input '{_input}' must accept a batch of any size, or of 1");
        _batch = shape[0] > 0 ? shape[0] : options.BatchSize;
        var (mean, deviation) = (options.Mean, options.StandardDeviation);
        _mean = [mean.Red, mean.Green, mean.Blue];
        _deviation = [deviation.Red, deviation.Green, deviation.Blue];
        _pixels = PixelTable.Standardized(_mean, _deviation);
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
    public static OnnxImageEncoder Load(string path, OnnxImageOptions? options = null)
    {
        options = (options ?? new()).Validated(new OnnxImageOptionsValidator());
        return OnnxFile.Load(path, options, file => new OnnxImageEncoder(file, options));
    }

    /// <inheritdoc/>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    /// <summary>Frees the session. No call may be in progress.</summary>
    public void Dispose() => _file.Dispose();

    int IGraphEncoder.OperatorSet => _file.OperatorSet;

    Term IGraphEncoder.AddTo(GraphInput input)
    {
        var pixels = GraphImages.Standardize(GraphImages.ShortestSideCrop(input.Value, _side), _mean, _deviation);
        return _file.AddTo(pixels, _file.ReadGraph(), new Dictionary<string, GraphValue> { [_input] = pixels.Value });
    }

    private FeatureBatch Encode(IReadOnlyList<RgbImage> images, CancellationToken cancellationToken)
    {
        int size = _file.Layers * _file.Width, values = 3 * _side * _side;
        var features = new float[images.Count * size];
        for (var start = 0; start < images.Count; start += _batch)
        {
            var count = Math.Min(_batch, images.Count - start);
            var pixels = new float[count * values];
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _pixels.Write(ImageResizing.ShortestSideCrop(images[start + i], _side), pixels.AsSpan(i * values, values));
            }
            using var input = OrtTensor.Over(pixels.AsMemory(), count, 3, _side, _side);
            _file.Run(new Dictionary<string, OrtValue> { [_input] = input }, count, null, features.AsSpan(start * size, count * size));
        }
        return new(images.Count, _file.Layers, _file.Width, features);
    }
}
