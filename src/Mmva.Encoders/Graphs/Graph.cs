using Google.Protobuf;
using Mmva.Encoders.Graphs.Onnx;
using Mmva.Files;

namespace Mmva.Encoders.Graphs;

/// <summary>A complete graph: its structure and its weights.</summary>
/// <remarks>Weights may be in a memory map; the graph can be used as long as that is open.</remarks>
internal sealed class Graph
{
    /// <summary>Supported by every ONNX program of recent years: it is of 2022, as is IR version 8.</summary>
    public const int DefaultOperatorSet = 17;

    private const long MicrosoftOperatorSet = 1;

    // protobuf's own limit for one message
    private const long MaxFileBytes = int.MaxValue;

    /// <summary>Bytes of weights that one file can hold.</summary>
    public const long MaxWeightBytes = MaxFileBytes - (16 << 20);

    /// <summary>Combines the parts of a graph.</summary>
    /// <param name="structure">Everything except the weights; of a third-party graph, the weights too.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="operatorSet">The version of the standard operators.</param>
    public Graph(GraphProto structure, IReadOnlyList<GraphWeight> weights, int operatorSet = DefaultOperatorSet)
    {
        Structure = structure;
        Weights = weights;
        OperatorSet = operatorSet;
    }

    public GraphProto Structure { get; }

    public int OperatorSet { get; }

    /// <summary>What the file says about itself, for people and programs.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<GraphWeight> Weights { get; }

    /// <summary>Computed weights, which a session deletes once it is loaded; <see langword="null"/> for none.</summary>
    public WeightScratch? Scratch { get; init; }

    /// <summary>The graph with its weights where one session can read them best.</summary>
    public Graph Gathered() => Scratch is null ? this : new(Structure, Scratch.Gather(Weights), OperatorSet) { Metadata = Metadata };

    public IEnumerable<string> Inputs => Structure.Input.Select(i => i.Name);

    public IEnumerable<string> Outputs => Structure.Output.Select(o => o.Name);

    /// <summary>The model as one message, weights included, except for those in a temporary file.</summary>
    public byte[] ToBytes(WeightScratch? scratch)
    {
        var folder = scratch is { IsUsed: true } ? scratch.Folder : null;
        return Model(w => !w.LiesIn(folder), folder).ToByteArray();
    }

    /// <summary>The model as one message, without the weights that a session reads from memory or from the files of a folder.</summary>
    public byte[] ToBytes(string? folder) => Model(w => w.Inline && !w.LiesIn(folder), folder).ToByteArray();

    /// <summary>Writes a self-contained .onnx file that any ONNX program can open; an existing file is replaced, and never left incomplete.</summary>
    /// <exception cref="MmvaException">The weights exceed the 2 GB that one ONNX file can hold, or the file cannot be written.</exception>
    public void Save(string path)
    {
        var bytes = Weights.Sum(w => (long)w.Bytes.Length) + StoredBytes(Structure);
        if (bytes > MaxWeightBytes) throw TooLarge(path, bytes);
        AtomicFile.Write(path, stream => Model(_ => true).WriteTo(stream));
    }

    public static MmvaException TooLarge(string path, long bytes) =>
        new($"{path}: the weights take {bytes / 1e9:F1} GB; one ONNX file can hold at most 2 GB.");

    /// <summary>The graph with its weights, as a part of another.</summary>
    public GraphProto ToProto() => ToProto(_ => true, null);

    private GraphProto ToProto(Func<GraphWeight, bool> withBytes, string? folder)
    {
        var graph = Structure.Clone();
        graph.Initializer.AddRange(Weights.Select(w => w.ToProto(withBytes(w), folder)));
        return graph;
    }

    private ModelProto Model(Func<GraphWeight, bool> withBytes, string? folder = null)
    {
        var graph = ToProto(withBytes, folder);
        var version = typeof(Graph).Assembly.GetName().Version?.ToString(3) ?? "";
        var model = new ModelProto { IrVersion = IrVersionOf(OperatorSet), ProducerName = "Mmva", ProducerVersion = version, Graph = graph };
        model.MetadataProps.AddRange(Metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        foreach (var domain in graph.Node.Select(n => n.Domain).Where(d => d.Length > 0).Distinct())
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = MicrosoftOperatorSet });
        return model;
    }

    // the versions that ONNX published together
    private static long IrVersionOf(int operatorSet) => operatorSet switch { <= 18 => 8, <= 20 => 9, <= 22 => 10, _ => 11 };

    // of weights that are stored in the structure, at any depth
    private static long StoredBytes(GraphProto graph) => graph.Initializer.Sum(weight => (long)weight.RawData.Length)
        + graph.Node.SelectMany(node => node.Attribute).Sum(
            attribute => (attribute.G is { } body ? StoredBytes(body) : 0) + attribute.Graphs.Sum(StoredBytes));
}
