namespace Mmva.Encoders;

/// <summary>A loaded vision tower of CLIP: normalised pixels in, features out. Safe to use from several threads.</summary>
internal sealed class ClipTower : IDisposable
{
    // pictures that run together: products of this many rows already run at full speed, and more only spill the caches
    private const int MaxBatch = 8;

    private readonly LoadedModel _model;

    /// <param name="folder">Holds config.json and the weights.</param>
    /// <param name="precision">How it computes.</param>
    /// <param name="options">Threads and provider.</param>
    public ClipTower(string folder, Precision precision, OnnxSessionOptions? options = null)
    {
        Config = ClipConfig.ReadFolder(folder);
        _model = new(ModelWeights.Open(folder), $"{Config}", (weights, standardOnly) => ClipGraph.Build(Config, weights, precision, standardOnly: standardOnly), precision, options);
    }

    public ClipConfig Config { get; }

    /// <summary>Of weights, configuration and precision.</summary>
    public string Fingerprint => _model.Fingerprint;

    /// <summary>Of weights and configuration alone.</summary>
    public string WeightsFingerprint => _model.WeightsFingerprint;

    /// <summary>Runs normalised pixels through the tower.</summary>
    /// <param name="pixels">[images, 3, size, size].</param>
    /// <param name="features">[images, features]: written.</param>
    /// <param name="cancellationToken">Ends the work between runs.</param>
    public void Run(ReadOnlyMemory<float> pixels, Memory<float> features, CancellationToken cancellationToken = default)
    {
        int values = 3 * Config.ImageSize * Config.ImageSize, width = Config.ProjectionWidth, images = pixels.Length / values;
        for (int done = 0, count; done < images; done += count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            count = Math.Min(MaxBatch, images - done);
            _model.Session.Run(
                ClipGraph.PixelValues, pixels.Slice(done * values, count * values), [count, 3, Config.ImageSize, Config.ImageSize],
                ClipGraph.ImageEmbeddings, features.Slice(done * width, count * width), [count, width]);
        }
    }

    public void SaveOnnx(string path) => _model.SaveOnnx(path);

    public void Dispose() => _model.Dispose();
}
