using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>
/// A model whose graph is built from published weights: loaded, fingerprinted, and exported on request. Safe to use from several threads.
/// </summary>
internal class Tower : IDisposable
{
    private readonly ModelWeights[] _weights;
    private readonly Func<bool, Graph> _build;
    private readonly TowerSession? _session;

    /// <param name="weights">The weights; they are closed with the tower, and if it cannot be loaded.</param>
    /// <param name="use">Configuration and preprocessing: everything other than the weights that changes the features.</param>
    /// <param name="build">Builds the graph from the weights; <see langword="true"/> for one with only standard ONNX operators.</param>
    /// <param name="precision">The arithmetic.</param>
    /// <param name="options">Threads and execution provider.</param>
    /// <param name="withSession">Whether ONNX Runtime runs the graph; an encoder with kernels of its own needs it only for export.</param>
    public Tower(
        ModelWeights[] weights, string use, Func<bool, Graph> build, Precision precision, OnnxSessionOptions? options, bool withSession = true)
    {
        _weights = weights;
        _build = build;
        Graph? graph;
        try
        {
            graph = withSession ? build(false) : null;
            WeightsFingerprint = Encoders.Fingerprint.Of(use, weights);
            Fingerprint = Encoders.Fingerprint.InPrecision(WeightsFingerprint, precision);
        }
        catch
        {
            foreach (var file in weights) file.Dispose();
            throw;
        }
        if (graph is not null) _session = new TowerSession(graph, options, weights);
    }

    public TowerSession Session => _session ?? throw new InvalidOperationException("This tower has no session.");

    /// <summary>Of weights, use and precision.</summary>
    public string Fingerprint { get; }

    /// <summary>Of weights and use only.</summary>
    public string WeightsFingerprint { get; }

    /// <summary>The metadata of an encoder that runs this tower.</summary>
    /// <param name="name">The name of the encoder.</param>
    /// <param name="layers">Feature vectors per input.</param>
    /// <param name="width">Values per feature vector.</param>
    /// <param name="license">The license of the weights.</param>
    /// <param name="source">Where the weights were published.</param>
    /// <param name="setting">A limit that the caller chose and that changes the features, or <see langword="null"/> for none.</param>
    public EncoderMetadata Describe(string name, int layers, int width, string license, string source, int? setting = null) =>
        new(name, layers, width, license, source, Encoders.Fingerprint.With(Fingerprint, setting))
        {
            WeightsFingerprint = Encoders.Fingerprint.With(WeightsFingerprint, setting),
        };

    /// <summary>Writes the model as a file for any ONNX program: without the operators that only ONNX Runtime has.</summary>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public void SaveOnnx(string path) => StandardGraph().Save(path);

    /// <summary>The graph with standard ONNX operators only. Its weights stay in the files of the tower.</summary>
    /// <exception cref="ObjectDisposedException">The tower was disposed.</exception>
    public Graph StandardGraph() => _build(true);

    public void Dispose()
    {
        if (_session is not null) _session.Dispose(); // closes the weights as well
        else
            foreach (var file in _weights) file.Dispose();
    }
}
