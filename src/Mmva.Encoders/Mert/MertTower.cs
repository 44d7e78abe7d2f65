namespace Mmva.Encoders;

/// <summary>A loaded MERT model: samples in, the time means of all hidden states out. Safe to use from several threads.</summary>
internal sealed class MertTower : IDisposable
{
    private readonly LoadedModel _model;

    /// <param name="folder">Holds config.json and the weights.</param>
    /// <param name="precision">How it computes.</param>
    /// <param name="options">Threads and provider.</param>
    public MertTower(string folder, Precision precision, OnnxSessionOptions? options = null)
        : this(MertConfig.Read(Path.Combine(folder, "config.json")), () => ModelWeights.Open(folder), precision, options) { }

    /// <param name="config">The model's sizes.</param>
    /// <param name="open">Opens its weights, which are closed with the tower.</param>
    /// <param name="precision">How it computes.</param>
    /// <param name="options">Threads and provider.</param>
    public MertTower(MertConfig config, Func<ModelWeights> open, Precision precision, OnnxSessionOptions? options = null)
    {
        Config = config;
        _model = new(open(), $"{Config}", (weights, standardOnly) => MertGraph.Build(Config, weights, precision, standardOnly: standardOnly), precision, options);
    }

    public MertConfig Config { get; }

    /// <summary>Of weights, configuration and precision.</summary>
    public string Fingerprint => _model.Fingerprint;

    /// <summary>Of weights and configuration alone.</summary>
    public string WeightsFingerprint => _model.WeightsFingerprint;

    /// <summary>Numbers per clip: (layers + 1) × width.</summary>
    public int FeatureSize => (Config.Layers + 1) * Config.Width;

    /// <summary>The time means of all hidden states of one clip. Clips run one by one: they cannot touch each other, a run fills the processor, and more at once only take more memory.</summary>
    /// <param name="samples">At least as many as the receptive field.</param>
    /// <param name="features">[layers + 1, width]: written.</param>
    public void Run(ReadOnlyMemory<float> samples, Memory<float> features) =>
        _model.Session.Run(MertGraph.InputValues, samples, [1, samples.Length], MertGraph.TimeMeans, features, [1, Config.Layers + 1, Config.Width]);

    public void SaveOnnx(string path) => _model.SaveOnnx(path);

    public void Dispose() => _model.Dispose();
}
