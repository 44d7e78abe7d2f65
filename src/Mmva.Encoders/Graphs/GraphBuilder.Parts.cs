using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf.Collections;
using Mmva.Encoders.Graphs.Onnx;
using Mmva.WeightFiles;

namespace Mmva.Encoders.Graphs;

/// <content>Graphs inside a graph: bodies of loops, and whole graphs as parts.</content>
internal sealed partial class GraphBuilder
{
    // smaller weights are not worth a conversion
    private const int LeastHalfValues = 1024;

    private readonly Dictionary<string, GraphValue> _parameters = [];

    // the names in a body must differ from those around it
    private string _prefix = "";

    /// <summary>Whether trained weights are stored as float16, and converted to float32 where they are used.</summary>
    public bool HalfWeights { get; init; }

    /// <summary>How many graphs are around this one.</summary>
    public int Depth { get; private init; }

    /// <summary>Starts the body of a loop. It may use all values of this graph.</summary>
    public GraphBuilder Body(string bodyName) => new(bodyName, standardOnly, operatorSet)
    {
        HalfWeights = HalfWeights, Depth = Depth + 1, _prefix = $"{_prefix}{Unique(bodyName + "_body")}/",
    };

    /// <summary>A trained weight: unlike other constants it is stored as float16 if <see cref="HalfWeights"/> is set.</summary>
    public GraphValue Parameter(string weightName, TensorType type, IReadOnlyList<int> shape, ReadOnlyMemory<byte> bytes)
    {
        if (_parameters.TryGetValue(weightName, out var known)) return known;
        var value = HalfWeights && type == TensorType.Float32 && ToHalf(bytes) is { } halves
            ? this.Cast(Weight(weightName + ".float16", TensorType.Float16, shape, halves), TensorType.Float32)
            : Weight(weightName, type, shape, bytes);
        return _parameters[weightName] = value;
    }

    /// <summary>Adds a whole graph as a part of this one.</summary>
    /// <param name="part">The graph. Its operator set must mean the same in this one.</param>
    /// <param name="inputs">The values for its inputs.</param>
    /// <param name="output">The name of the output that is needed.</param>
    /// <returns>That output.</returns>
    public GraphValue Embed(Graph part, IReadOnlyDictionary<string, GraphValue> inputs, string output)
    {
        var prefix = _prefix + Unique(part.Structure.Name.Length > 0 ? part.Structure.Name : "part") + "/";
        var names = new Dictionary<string, string> { [""] = "" };
        foreach (var (input, value) in inputs) names[input] = Current(value);
        foreach (var weight in part.Weights)
            names.TryAdd(weight.Name, Parameter(LocalName(prefix) + weight.Name, weight.Type, weight.Shape, weight.Bytes).Name);
        foreach (var stored in part.Structure.Initializer)
            if (names.TryAdd(stored.Name, "")) names[stored.Name] = AddStored(stored, prefix);
        foreach (var stored in part.Structure.SparseInitializer)
        {
            var copy = stored.Clone();
            copy.Values.Name = names[stored.Values.Name] = prefix + stored.Values.Name;
            _graph.SparseInitializer.Add(copy);
        }
        _graph.Node.AddRange(Renamed(part.Structure.Node, names, prefix));
        return new(names[output]);
    }

    private string LocalName(string prefixed) => prefixed[_prefix.Length..];

    // a weight of a third-party graph, in whatever form it has
    private string AddStored(TensorProto stored, string prefix)
    {
        if (stored.DataType == OnnxTypes.Of(TensorType.Float32) && stored.RawData.Length > 0)
            return Parameter(
                LocalName(prefix) + stored.Name, TensorType.Float32, [.. stored.Dims.Select(d => (int)d)], stored.RawData.Memory).Name;
        var copy = stored.Clone();
        copy.Name = prefix + stored.Name;
        _graph.Initializer.Add(copy);
        return copy.Name;
    }

    private static IEnumerable<NodeProto> Renamed(RepeatedField<NodeProto> nodes, Dictionary<string, string> names, string prefix)
    {
        foreach (var node in nodes)
        {
            var copy = node.Clone();
            copy.Name = prefix + node.Name;
            for (var i = 0; i < node.Input.Count; i++) copy.Input[i] = names.GetValueOrDefault(node.Input[i], node.Input[i]);
            for (var i = 0; i < node.Output.Count; i++)
                if (node.Output[i].Length > 0) copy.Output[i] = names[node.Output[i]] = prefix + node.Output[i];
            foreach (var attribute in copy.Attribute)
            {
                if (attribute.G is { } body) Rename(body, names, prefix);
                foreach (var one in attribute.Graphs) Rename(one, names, prefix);
            }
            yield return copy;
        }
    }

    // the body of a loop or of a condition, whose own names may hide those around it
    private static void Rename(GraphProto body, Dictionary<string, string> around, string prefix)
    {
        var names = new Dictionary<string, string>(around);
        foreach (var input in body.Input) input.Name = names[input.Name] = prefix + input.Name;
        foreach (var weight in body.Initializer) weight.Name = names[weight.Name] = prefix + weight.Name;
        foreach (var weight in body.SparseInitializer) weight.Values.Name = names[weight.Values.Name] = prefix + weight.Values.Name;
        NodeProto[] nodes = [.. Renamed(body.Node, names, prefix)];
        body.Node.Clear();
        body.Node.AddRange(nodes);
        foreach (var output in body.Output) output.Name = names.GetValueOrDefault(output.Name, output.Name);
        body.ValueInfo.Clear();
    }

    // null for few values, and for values that float16 cannot hold
    private static ReadOnlyMemory<byte>? ToHalf(ReadOnlyMemory<byte> bytes)
    {
        var count = bytes.Length / sizeof(float);
        if (count < LeastHalfValues) return null;
        var floats = new float[count];
        bytes.Span.CopyTo(MemoryMarshal.AsBytes(floats.AsSpan()));
        var halves = new Half[count];
        TensorPrimitives.ConvertToHalf(floats, halves);
        for (var i = 0; i < count; i++)
            if (!Half.IsFinite(halves[i])) return null;
        return MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
    }
}
