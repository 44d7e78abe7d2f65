using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>A loaded graph. It may be run from several threads at once.</summary>
internal sealed class TowerSession : IDisposable
{
    private static readonly RunOptions NoOptions = new();

    private readonly InferenceSession _session;
    private readonly List<OrtValue> _weights = [];
    private readonly List<MemoryHandle> _pins = [];
    private readonly IReadOnlyList<IDisposable> _sources = [];
    private bool _disposed;

    /// <summary>Loads a graph that this library built.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="options">Threads and execution provider.</param>
    /// <param name="sources">
    /// What contains the weights: large ones are used in place, and the sources are closed with the session. <see langword="null"/> copies all
    /// weights.
    /// </param>
    public TowerSession(Graph graph, OnnxSessionOptions? options = null, IReadOnlyList<IDisposable>? sources = null)
    {
        _sources = sources ?? [];
        var scratch = graph.Scratch;
        try
        {
            using var sessionOptions = Create(options);
            // its fused form of a residual sum and its normalization takes nearly three times as long as the two
            sessionOptions.AddSessionConfigEntry("optimization.disable_specified_optimizers", "SkipLayerNormFusion");
            if (sources is null)
            {
                if (scratch is { IsUsed: true }) ReadFrom(scratch.Folder, sessionOptions);
                _session = new InferenceSession(graph.ToBytes(scratch), sessionOptions);
                return;
            }
            // If the graph names the weight file itself, ONNX Runtime releases a weight as soon as it has reordered it for its products.
            // It cannot release what it is handed.
            graph = graph.Gathered();
            var folder = scratch is { IsUsed: true } ? scratch.Folder : graph.Weights.FirstOrDefault(w => w.Folder is not null)?.Folder;
            if (folder is not null) ReadFrom(folder, sessionOptions);
            foreach (var weight in graph.Weights.Where(w => !w.Inline && !w.LiesIn(folder)))
                sessionOptions.AddInitializer(weight.Name, Borrow(weight));
            _session = new InferenceSession(graph.ToBytes(folder), sessionOptions);
            // copies of small weights and reads of large ones have brought pages into memory
            foreach (var weight in graph.Weights) MappedBytes.GiveBack(weight.Bytes);
        }
        catch (Exception e)
        {
            Release();
            if (Translate(e, "the graph cannot be loaded") is { } translated) throw translated;
            throw;
        }
        finally
        {
            scratch?.Dispose();
        }
    }

    /// <summary>Loads a third-party .onnx file.</summary>
    public TowerSession(string path, OnnxSessionOptions? options = null)
    {
        try
        {
            using var sessionOptions = Create(options);
            _session = new InferenceSession(path, sessionOptions);
        }
        catch (Exception e) when (Translate(e, $"{path}: cannot be loaded as an ONNX model") is { } translated)
        {
            throw translated;
        }
    }

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    /// <summary>Runs the graph into memory that the caller provides.</summary>
    /// <param name="inputs">By name.</param>
    /// <param name="outputs">By name, of the right shape: the results are written into them.</param>
    public void Run(IReadOnlyDictionary<string, OrtValue> inputs, IReadOnlyDictionary<string, OrtValue> outputs) =>
        OpenSession.Run(NoOptions, [.. inputs.Keys], [.. inputs.Values], [.. outputs.Keys], [.. outputs.Values]);

    /// <summary>Runs the graph for one output whose shape is not known in advance; dispose the result.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(IReadOnlyDictionary<string, OrtValue> inputs, string output)
    {
        try
        {
            return OpenSession.Run(NoOptions, inputs, [output]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new MmvaException($"the graph cannot be run on this input: {e.Message}", e);
        }
    }

    /// <summary>Runs the graph for several outputs, which ONNX Runtime allocates; dispose the result, which is in the order of the names.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(IReadOnlyDictionary<string, OrtValue> inputs, string[] outputs) =>
        OpenSession.Run(NoOptions, inputs, outputs);

    /// <summary>Runs a graph with one input and one output, both float32, without a copy.</summary>
    public void Run(string input, ReadOnlyMemory<float> values, long[] shape, string output, Memory<float> result, long[] resultShape)
    {
        using var from = OrtTensor.Over(values, shape);
        using var to = OrtTensor.Over(result, resultShape);
        OpenSession.Run(NoOptions, [input], [from], [output], [to]);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _session.Dispose();
        Release();
    }

    // ONNX Runtime itself would end the process
    private InferenceSession OpenSession
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
        foreach (var source in _sources) source.Dispose();
    }

    private unsafe OrtValue Borrow(GraphWeight weight)
    {
        var pin = weight.Bytes.Pin();
        _pins.Add(pin);
        long[] shape = [.. weight.Shape.Select(s => (long)s)];
        var value = OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, OnnxTypes.Element(weight.Type), shape, (nint)pin.Pointer, weight.Bytes.Length);
        _weights.Add(value);
        return value;
    }

    private static void ReadFrom(string folder, SessionOptions options) =>
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);

    private static SessionOptions Create(OnnxSessionOptions? options)
    {
        options?.Validated(new OnnxSessionOptionsValidator());
        OnnxTelemetry.Configure();
        var result = new SessionOptions
        {
            IntraOpNumThreads = options?.IntraOpThreads ?? 0,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // Threads wait busily for the next operator, and by default for some time after the last:
        // a core that the next tower, or whatever the host does, would have to share.
        result.AddSessionConfigEntry("session.force_spinning_stop", "1");
        if (options?.Configure is { } configure) Configure(result, configure);
        return result;
    }

    private static void Configure(SessionOptions session, Action<SessionOptions> configure)
    {
        try
        {
            configure(session);
        }
        // a provider that the library was built without has no function in it, or one that refuses
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException)
        {
            session.Dispose();
            var providers = OrtEnv.Instance().GetAvailableProviders().Select(OnnxRuntimeDiagnostics.ShortName);
            throw new MmvaException(
                $"{nameof(OnnxSessionOptions)}.{nameof(OnnxSessionOptions.Configure)}: {e.Message} The ONNX Runtime of this program has "
                + $"the execution providers {string.Join(", ", providers)}; others are in other packages, which replace Microsoft.ML.OnnxRuntime "
                + "(CUDA is in Microsoft.ML.OnnxRuntime.Gpu).", e);
        }
    }

    private static MmvaException? Translate(Exception e, string what) => e switch
    {
        OnnxRuntimeException => new MmvaException($"{what}: {e.Message}", e),
        _ => OnnxLibrary.Native.ErrorFor(e),
    };
}
