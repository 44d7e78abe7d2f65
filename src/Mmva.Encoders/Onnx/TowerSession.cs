using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>A loaded graph. It may be run from several threads at once.</summary>
internal sealed class TowerSession : IDisposable
{
    private static readonly RunOptions NoOptions = new();

    private readonly InferenceSession _session;
    private readonly List<OrtValue> _weights = [];
    private readonly List<MemoryHandle> _pins = [];
    private readonly IDisposable? _source;
    private bool _disposed;

    /// <summary>Loads a graph that this library wrote.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Threads and provider.</param>
    /// <param name="source">What the weights lie in: large ones are used where they are, and it is closed with the session. Null copies all of them.</param>
    public TowerSession(Graph graph, OnnxSessionOptions? options = null, IDisposable? source = null)
    {
        _source = source;
        try
        {
            using var sessionOptions = Create(options);
            // its fused form of a residual sum and its normalisation takes nearly three times as long as the two
            sessionOptions.AddSessionConfigEntry("optimization.disable_specified_optimizers", "SkipLayerNormFusion");
            if (source is null)
            {
                _session = new InferenceSession(graph.ToBytes(), sessionOptions);
                return;
            }
            // Where the graph names the weight file itself, ONNX Runtime lets go of a weight as soon as it has put it into the order that its products want. What it is handed it cannot let go.
            var folder = graph.Weights.FirstOrDefault(w => w.Folder is not null)?.Folder;
            if (folder is not null) sessionOptions.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
            foreach (var weight in graph.Weights.Where(w => !w.Inline && !w.LiesIn(folder))) sessionOptions.AddInitializer(weight.Name, Borrow(weight));
            _session = new InferenceSession(graph.ToBytes(folder), sessionOptions);
        }
        catch (Exception e)
        {
            Release();
            if (Explained(e, "the graph cannot be loaded") is { } explained) throw explained;
            throw;
        }
    }

    /// <summary>Loads anybody's .onnx file.</summary>
    public TowerSession(string path, OnnxSessionOptions? options = null)
    {
        try
        {
            using var sessionOptions = Create(options);
            _session = new InferenceSession(path, sessionOptions);
        }
        catch (Exception e) when (Explained(e, $"{path}: cannot be loaded as an ONNX model") is { } explained)
        {
            throw explained;
        }
    }

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>Runs the graph into memory that the caller provides.</summary>
    /// <param name="inputs">By name.</param>
    /// <param name="outputs">By name, of the right shape: the results are written into them.</param>
    public void Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyDictionary<string, OrtValue> outputs) =>
        Open.Run(NoOptions, [.. inputs.Keys], [.. inputs.Values], [.. outputs.Keys], [.. outputs.Values]);

    /// <summary>Runs the graph for one output whose shape is not known before; dispose what it gives.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(IReadOnlyDictionary<string, OrtValue> inputs, string output)
    {
        try
        {
            return Open.Run(NoOptions, inputs, [output]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new MmvaException($"the graph cannot be run on this input: {e.Message}", e);
        }
    }

    /// <summary>Runs a graph of one input and one output, both float32, without a copy.</summary>
    public void Run(string input, ReadOnlyMemory<float> values, long[] shape, string output, Memory<float> result, long[] resultShape)
    {
        using var from = OrtTensor.Over(values, shape);
        using var to = OrtTensor.Over(result, resultShape);
        Open.Run(NoOptions, [input], [from], [output], [to]);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _session.Dispose();
        Release();
    }

    // ONNX Runtime itself would end the process
    private InferenceSession Open
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _session;
        }
    }

    private void Release()
    {
        foreach (var weight in _weights) weight.Dispose();
        foreach (var pin in _pins) pin.Dispose();
        _source?.Dispose();
    }

    private unsafe OrtValue Borrow(GraphWeight weight)
    {
        var pin = weight.Bytes.Pin();
        _pins.Add(pin);
        var value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, OnnxTypes.Element(weight.Type), [.. weight.Shape.Select(s => (long)s)], (nint)pin.Pointer, weight.Bytes.Length);
        _weights.Add(value);
        return value;
    }

    private static SessionOptions Create(OnnxSessionOptions? options)
    {
        if (options is { IntraOpThreads: < 0 and var threads }) throw new ArgumentOutOfRangeException(nameof(options), threads, "IntraOpThreads must be 0 (one per physical core) or more.");
        var result = new SessionOptions
        {
            IntraOpNumThreads = options?.IntraOpThreads ?? 0,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Threads wait busily for the next operator, and by default for some time after the last: a core that the next tower, or whatever the host does, would have to share.
        result.AddSessionConfigEntry("session.force_spinning_stop", "1");
        options?.Configure?.Invoke(result);
        return result;
    }

    private static MmvaException? Explained(Exception e, string what) => e switch
    {
        OnnxRuntimeException => new MmvaException($"{what}: {e.Message}", e),
        DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException or EntryPointNotFoundException } =>
            new MmvaException($"{what}: the native library of ONNX Runtime was not found. Add the package Microsoft.ML.OnnxRuntime (or its GPU or DirectML sister) to the program.", e),
        _ => null,
    };
}
