using Mmva.Diagnostics;
using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>An encoder that runs a pretrained tower: an ONNX graph built from published weights.</summary>
/// <typeparam name="TInput">The input of the tower.</typeparam>
/// <remarks>Safe to use from several threads; dispose it when no encoding is in progress.</remarks>
public abstract class PretrainedEncoder<TInput> : IModalityEncoder<TInput>, IGraphEncoder, IDiagnosticSource, IDisposable
    where TInput : class
{
    private readonly Tower _tower;

    private protected PretrainedEncoder(Tower tower, EncoderMetadata metadata)
    {
        _tower = tower;
        Metadata = metadata;
    }

    /// <inheritdoc/>
    public EncoderMetadata Metadata { get; }

    /// <inheritdoc/>
    /// <remarks>The work runs on the thread pool.</remarks>
    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<TInput> inputs, CancellationToken cancellationToken = default) =>
        EncoderCall.RunAsync(inputs, Encode, cancellationToken);

    /// <summary>
    /// Writes the tower as a self-contained .onnx file for any ONNX program (only standard operators, set 17).
    /// The remarks of each encoder name its inputs and outputs.
    /// </summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    public void SaveOnnx(string path) => _tower.SaveOnnx(path);

    /// <summary>Frees the session and closes the weights. No call may be in progress.</summary>
    public void Dispose()
    {
        Release();
        _tower.Dispose();
    }

    IEnumerable<DiagnosticEntry> IDiagnosticSource.Describe(CancellationToken cancellationToken) => [OnnxRuntimeDiagnostics.Describe()];

    int IGraphEncoder.SampleRate => ChainSampleRate;

    Term IGraphEncoder.AddTo(GraphInput input) => AddTo(input, _tower.StandardGraph());

    /// <inheritdoc cref="IGraphEncoder.SampleRate"/>
    private protected virtual int ChainSampleRate => 0;

    /// <summary>Adds preprocessing and tower to the graph of the input.</summary>
    /// <returns>The features, float32 [1, layers, width].</returns>
    private protected abstract Term AddTo(GraphInput input, Graph tower);

    /// <summary>Frees what the encoder has in addition to its tower.</summary>
    private protected virtual void Release() { }

    private protected abstract FeatureBatch Encode(IReadOnlyList<TInput> inputs, CancellationToken cancellationToken);
}
