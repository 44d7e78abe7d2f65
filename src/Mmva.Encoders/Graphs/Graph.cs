using Google.Protobuf;
using Mmva.Encoders.Graphs.Onnx;

namespace Mmva.Encoders.Graphs;

/// <summary>A finished graph: its structure, and the weights beside it.</summary>
/// <remarks>Weights may lie in a memory map; the graph is of use as long as that is open.</remarks>
internal sealed class Graph
{
    // what every ONNX program of the last years reads: IR version 8 and operator set 17 are of 2022
    private const long IrVersion = 8, OperatorSet = 17, MicrosoftOperatorSet = 1;

    // protobuf's own limit for one message
    private const long MaxFileBytes = int.MaxValue;

    private readonly GraphProto _structure;

    public Graph(GraphProto structure, IReadOnlyList<GraphWeight> weights) => (_structure, Weights) = (structure, weights);

    public IReadOnlyList<GraphWeight> Weights { get; }

    public int NodeCount => _structure.Node.Count;

    public IEnumerable<string> Inputs => _structure.Input.Select(i => i.Name);

    public IEnumerable<string> Outputs => _structure.Output.Select(o => o.Name);

    /// <summary>The model as one message, its weights included.</summary>
    public byte[] ToBytes() => Model(_ => true).ToByteArray();

    /// <summary>The model as one message, without the weights that a session takes from memory or from the files of a folder.</summary>
    public byte[] ToBytes(string? folder) => Model(w => w.Inline && !w.LiesIn(folder), folder).ToByteArray();

    /// <summary>Writes a self-contained .onnx file that any ONNX program opens; an existing file is replaced, never left half-written.</summary>
    /// <exception cref="MmvaException">The weights take more than the 2 GB that one ONNX file can hold, or the file cannot be written.</exception>
    public void Save(string path)
    {
        var bytes = Weights.Sum(w => (long)w.Bytes.Length);
        if (bytes > MaxFileBytes - (16 << 20)) throw new MmvaException($"{path}: the weights take {bytes / 1e9:F1} GB; one ONNX file holds 2 GB at most.");
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = File.Create(temporary)) Model(_ => true).WriteTo(stream);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MmvaException($"{path}: cannot be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private ModelProto Model(Func<GraphWeight, bool> withBytes, string? folder = null)
    {
        var graph = _structure.Clone();
        graph.Initializer.AddRange(Weights.Select(w => w.ToProto(withBytes(w), folder)));
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "Mmva", ProducerVersion = typeof(Graph).Assembly.GetName().Version?.ToString(3) ?? "", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        foreach (var domain in graph.Node.Select(n => n.Domain).Where(d => d.Length > 0).Distinct())
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = MicrosoftOperatorSet });
        return model;
    }
}
