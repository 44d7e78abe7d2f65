namespace Mmva.Encoders;

/// <summary>A loaded vision tower of CLIP: from normalized pixels to features. Safe to use from several threads.</summary>
internal sealed class ClipTower : Tower
{
    // images that run together: products of this many rows already run at full speed, and more would only overflow the caches
    private const int MaxBatch = 8;

    /// <param name="folder">Contains the configuration and the weights.</param>
    /// <param name="precision">The arithmetic.</param>
    /// <param name="options">Threads and execution provider.</param>
    public ClipTower(
        string folder, Precision precision, OnnxSessionOptions? options = null) : this(folder, ClipConfig.ReadFolder(folder), precision, options)
    {
    }

    private ClipTower(string folder, ClipConfig config, Precision precision, OnnxSessionOptions? options)
        : this(config, ClipPreprocessing.Read(folder, config.ImageSize), ModelWeights.Open(folder), precision, options)
    {
    }

    private ClipTower(ClipConfig config, ClipPreprocessing preprocessing, ModelWeights weights, Precision precision, OnnxSessionOptions? options)
        : base(
            [weights], $"{config} {preprocessing.Description}", standardOnly =>
                ClipGraph.Build(config, weights, precision, standardOnly: standardOnly),
            precision, options)
    {
        Config = config;
        Preprocessing = preprocessing;
    }

    public ClipConfig Config { get; }

    public ClipPreprocessing Preprocessing { get; }

    /// <summary>Runs normalized pixels through the tower.</summary>
    /// <param name="pixels">[images, 3, size, size].</param>
    /// <param name="features">[images, features]; written.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public void Run(ReadOnlyMemory<float> pixels, Memory<float> features, CancellationToken cancellationToken = default)
    {
        int size = Config.ImageSize, values = 3 * size * size, width = Config.ProjectionWidth, images = pixels.Length / values;
        for (int done = 0, count; done < images; done += count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count = Math.Min(MaxBatch, images - done);
            Session.Run(
                ClipGraph.PixelValues, pixels.Slice(done * values, count * values), [count, 3, size, size],
                ClipGraph.ImageEmbeddings, features.Slice(done * width, count * width), [count, width]);
        }
    }
}
