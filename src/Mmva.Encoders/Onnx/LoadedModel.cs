using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>A model whose graph was written from its published weights: loaded, told from others by fingerprints, and to be saved. Safe to use from several threads.</summary>
internal sealed class LoadedModel : IDisposable
{
    private readonly ModelWeights _weights;
    private readonly Func<ModelWeights, bool, Graph> _write;

    /// <param name="weights">The weights; they are closed with the model, and where it cannot be loaded.</param>
    /// <param name="use">Whatever beside the weights decides the features.</param>
    /// <param name="write">Writes the graph; true for one with the operators of ONNX alone.</param>
    /// <param name="precision">How it computes.</param>
    /// <param name="options">Threads and provider.</param>
    public LoadedModel(ModelWeights weights, string use, Func<ModelWeights, bool, Graph> write, Precision precision, OnnxSessionOptions? options)
    {
        (_weights, _write) = (weights, write);
        Graph graph;
        try
        {
            if (!Enum.IsDefined(precision)) throw new ArgumentOutOfRangeException(nameof(precision), precision, "Precision must be Exact or Fast.");
            graph = write(weights, false);
            WeightsFingerprint = Encoders.Fingerprint.Of(use, weights);
            Fingerprint = Encoders.Fingerprint.InPrecision(WeightsFingerprint, precision);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
        Session = new TowerSession(graph, options, weights);
    }

    public TowerSession Session { get; }

    /// <summary>Of weights, configuration and precision.</summary>
    public string Fingerprint { get; }

    /// <summary>Of weights and configuration alone.</summary>
    public string WeightsFingerprint { get; }

    /// <summary>Writes the model as a file for any ONNX program: without the operators that only ONNX Runtime has.</summary>
    public void SaveOnnx(string path) => _write(_weights, true).Save(path);

    public void Dispose() => Session.Dispose();
}
