namespace Mmva.Encoders;

/// <summary>A loaded MERT model: from samples to the time means of all hidden states. Safe to use from several threads.</summary>
internal sealed class MertTower : Tower
{
    /// <param name="folder">Contains the configuration and the weights.</param>
    /// <param name="precision">The arithmetic.</param>
    /// <param name="options">Threads and execution provider.</param>
    public MertTower(string folder, Precision precision, OnnxSessionOptions? options = null)
        : this(folder, MertConfig.Read(Path.Combine(folder, "config.json")), precision, options)
    {
    }

    /// <param name="config">The sizes of the model.</param>
    /// <param name="preprocessing">The preparation of audio.</param>
    /// <param name="weights">The weights; they are closed with the tower.</param>
    /// <param name="precision">The arithmetic.</param>
    /// <param name="options">Threads and execution provider.</param>
    public MertTower(
        MertConfig config, MertPreprocessing preprocessing, ModelWeights weights, Precision precision, OnnxSessionOptions? options = null)
        : base(
            [weights], $"{config} {preprocessing}", standardOnly =>
                MertGraph.Build(config, weights, precision, standardOnly: standardOnly), precision, options)
    {
        Config = config;
        Preprocessing = preprocessing;
    }

    private MertTower(string folder, MertConfig config, Precision precision, OnnxSessionOptions? options)
        : this(config, MertPreprocessing.Read(folder, config.SampleRate), ModelWeights.Open(folder), precision, options)
    {
    }

    public MertConfig Config { get; }

    public MertPreprocessing Preprocessing { get; }

    /// <summary>Values per input: (layers + 1) × width.</summary>
    public int FeatureSize => (Config.Layers + 1) * Config.Width;

    /// <summary>The time means of all hidden states of one input.</summary>
    /// <param name="samples">At least as many as the receptive field.</param>
    /// <param name="features">[layers + 1, width]; written.</param>
    public void Run(ReadOnlyMemory<float> samples, Memory<float> features) =>
        Session.Run(MertGraph.InputValues, samples, [1, samples.Length], MertGraph.TimeMeans, features, [1, Config.Layers + 1, Config.Width]);
}
