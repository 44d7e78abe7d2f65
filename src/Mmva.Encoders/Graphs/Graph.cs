using Google.Protobuf;
using Mmva.Encoders.Graphs.Onnx;
using Mmva.Files;

namespace Mmva.Encoders.Graphs;

/// <summary>A complete graph: its structure and its weights.</summary>
/// <remarks>Weights may be in a memory map; the graph can be used as long as that is open.</remarks>
internal sealed class Graph
{
    // supported by every ONNX program of recent years: IR version 8 and operator set 17 are of 2022
    private const long IrVersion = 8, OperatorSet = 17, MicrosoftOperatorSet = 1;

    // protobuf's own limit for one message
    private const long MaxFileBytes = int.MaxValue;

    private readonly GraphProto _structure;

    public Graph(GraphProto structure, IReadOnlyList<GraphWeight> weights)
    {
        _structure = structure;
        Weights = weights;
    }

    public IReadOnlyList<GraphWeight> Weights { get; }

    public IEnumerable<string> Inputs => _structure.Input.Select(i => i.Name);

    public IEnumerable<string> Outputs => _structure.Output.Select(o => o.Name);

    /// <summary>The model as one message, weights included.</summary>
    public byte[] ToBytes() => Model(_ => true).ToByteArray();

    /// <summary>The model as one message, without the weights that a session reads from memory or from the files of a folder.</summary>
    public byte[] ToBytes(string? folder) => Model(w => w.Inline && !w.LiesIn(folder), folder).ToByteArray();

    /// <summary>Writes a self-contained .onnx file that any ONNX program can open; an existing file is replaced, and never left incomplete.</summary>
    /// <exception cref="MmvaException">The weights exceed the 2 GB that one ONNX file can hold, or the file cannot be written.</exception>
    public void Save(string path)
    {
        var bytes = Weights.Sum(w => (long)w.Bytes.Length);
        if (bytes > MaxFileBytes - (16 << 20))
            throw new MmvaException($"{path}: the weights take {bytes / 1e9:F1} GB; one ONNX file can hold at most 2 GB.");
        AtomicFile.Write(path, stream => Model(_ => true).WriteTo(stream));
    }

    private ModelProto Model(Func<GraphWeight, bool> withBytes, string? folder = null)
    {
        var graph = _structure.Clone();
        graph.Initializer.AddRange(Weights.Select(w => w.ToProto(withBytes(w), folder)));
        var version = typeof(Graph).Assembly.GetName().Version?.ToString(3) ?? "";
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "Mmva", ProducerVersion = version, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        foreach (var domain in graph.Node.Select(n => n.Domain).Where(d => d.Length > 0).Distinct())
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = MicrosoftOperatorSet });
        return model;
    }
}
