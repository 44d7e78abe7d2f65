using Google.Protobuf;
using Mmva.Encoders.Graphs.Onnx;
using Mmva.WeightFiles;
using AttributeType = Mmva.Encoders.Graphs.Onnx.AttributeProto.Types.AttributeType;

namespace Mmva.Encoders.Graphs;

/// <summary>
/// Builds an ONNX graph, node by node. The operators are extension methods, in <see cref="Operators"/> and <see cref="FusedOperators"/>.
/// </summary>
/// <param name="name">The name of the graph.</param>
/// <param name="standardOnly">Whether only standard ONNX operators are used.</param>
/// <param name="operatorSet">The version of the standard operators, at least 17.</param>
/// <param name="isLarge">Whether weights that are computed are worth a temporary file while the graph is loaded.</param>
internal sealed partial class GraphBuilder(
    string name, bool standardOnly = false, int operatorSet = Graph.DefaultOperatorSet, bool isLarge = false)
{
    private readonly GraphProto _graph = new() { Name = name };
    private readonly Dictionary<string, GraphWeight> _weights = [];
    private readonly Dictionary<string, int> _uses = [];
    private readonly Dictionary<string, string> _renamed = [];
    private readonly Stack<string> _scopes = [];
    private readonly WeightScratch? _scratch = isLarge && !standardOnly ? new() : null;

    /// <summary>Whether the graph has only standard ONNX operators, for programs other than ONNX Runtime.</summary>
    public bool StandardOnly => standardOnly;

    /// <summary>The version of the standard operators.</summary>
    public int OperatorSet => operatorSet;

    /// <summary>
    /// Prefixes the names of nodes with <paramref name="part"/> until the result is disposed, so that a viewer shows where a node belongs.
    /// </summary>
    public IDisposable Scope(string part)
    {
        _scopes.Push(_scopes.TryPeek(out var outer) ? $"{outer}/{part}" : part);
        return new ScopeEnd(_scopes);
    }

    public GraphValue Input(string inputName, TensorType type, params ReadOnlySpan<Dimension> shape)
    {
        _graph.Input.Add(Describe(_prefix + inputName, type, shape));
        _uses[inputName] = 1;
        return new(_prefix + inputName);
    }

    /// <summary>Names a value as an output of the graph; the value itself can still be used.</summary>
    public void Output(string outputName, GraphValue value, TensorType type, params ReadOnlySpan<Dimension> shape)
    {
        outputName = _prefix + outputName;
        // nothing has used the value of the last node yet: it can be the output itself. Other values are copied.
        if (_graph.Node.LastOrDefault() is { } last && last.Output.Count == 1 && last.Output[0] == value.Name
            && _renamed.TryAdd(value.Name, outputName))
            last.Output[0] = outputName;
        else
        {
            Node("Identity", [value]);
            _graph.Node[^1].Output[0] = outputName;
        }
        _graph.Output.Add(Describe(outputName, type, shape));
    }

    /// <summary>A constant tensor under its full name; the same name twice is the same tensor.</summary>
    public GraphValue Weight(string weightName, TensorType type, IReadOnlyList<int> shape, ReadOnlyMemory<byte> bytes)
    {
        weightName = _prefix + weightName;
        _weights.TryAdd(weightName, new(weightName, type, shape, bytes));
        return new(weightName);
    }

    /// <summary>A large weight that was computed; it is in a temporary file until the graph is loaded, so that it is never in memory twice.</summary>
    public GraphValue Computed(string weightName, TensorType type, IReadOnlyList<int> shape, ReadOnlySpan<byte> bytes)
    {
        if (_scratch?.Store(weightName, type, shape, bytes) is not { } stored)
            return Weight(weightName, type, shape, GraphWeight.BytesOf(GraphWeight.Copy(bytes)));
        _weights.TryAdd(weightName, stored);
        return new(weightName);
    }

    /// <summary>A weight of which a few rows are looked up in each run.</summary>
    public GraphValue Table(Tensor tensor)
    {
        var value = Weight(tensor);
        _weights[value.Name].IsTable = true;
        MappedBytes.ReadSparsely(tensor.Bytes);
        return value;
    }

    public GraphValue Weight(Tensor tensor) => Weight(tensor.Name, tensor.Type, tensor.Shape, tensor.Bytes);

    public GraphValue Weight<T>(string weightName, T[] values, params int[] shape) where T : unmanaged =>
        Weight(weightName, OnnxTypes.For<T>(), shape, GraphWeight.BytesOf(values));

    /// <summary>Small integers, such as axes and shapes.</summary>
    public GraphValue Integers(params long[] values) => Weight($"int64[{string.Join(",", values)}]", values, values.Length);

    /// <summary>A float32 scalar.</summary>
    public GraphValue Scalar(float value) => Weight(FormattableString.Invariant($"float32 {value:R}"), [value]);

    /// <summary>Marks a weight to be stored inside the model: for operators whose weights the optimizer of ONNX Runtime rewrites.</summary>
    public GraphValue Inlined(GraphValue weight)
    {
        if (_weights.TryGetValue(weight.Name, out var known)) known.Inline = true;
        return weight;
    }

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">The operator; <c>com.microsoft:Name</c> for one that ONNX Runtime adds.</param>
    /// <param name="inputs">Its inputs in order; <see cref="GraphValue.None"/> for an optional one without a value.</param>
    /// <param name="attributes">
    /// Values of type <see cref="int"/>, <see cref="float"/>, <see cref="string"/>, long[] or <see cref="Graph"/>.
    /// </param>
    public GraphValue Node(string operation, ReadOnlySpan<GraphValue> inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Nodes(operation, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    public GraphValue[] Nodes(
        string operation, ReadOnlySpan<GraphValue> inputs, int outputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var colon = operation.IndexOf(':');
        var node = new NodeProto { OpType = operation[(colon + 1)..], Domain = colon < 0 ? "" : operation[..colon] };
        node.Name = _prefix + Unique(_scopes.TryPeek(out var scope) ? $"{scope}/{node.OpType}" : node.OpType);
        foreach (var input in inputs) node.Input.Add(Current(input));
        while (node.Input.Count > 0 && node.Input[^1].Length == 0) node.Input.RemoveAt(node.Input.Count - 1);
        var values = new GraphValue[outputs];
        for (var i = 0; i < outputs; i++)
        {
            values[i] = new(i == 0 ? node.Name : $"{node.Name}:{i}");
            node.Output.Add(values[i].Name);
        }
        foreach (var (attribute, value) in attributes) node.Attribute.Add(Describe(attribute, value));
        _graph.Node.Add(node);
        return values;
    }

    public Graph Build() => new(_graph, [.. _weights.Values], operatorSet) { Scratch = _scratch };

    // the name under which a value is known now
    private string Current(GraphValue value) => _renamed.GetValueOrDefault(value.Name, value.Name);

    private string Unique(string wanted)
    {
        var use = _uses[wanted] = _uses.GetValueOrDefault(wanted) + 1;
        return use == 1 ? wanted : $"{wanted}_{use}";
    }

    private static AttributeProto Describe(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int i: (attribute.Type, attribute.I) = (AttributeType.Int, i); break;
            case float f: (attribute.Type, attribute.F) = (AttributeType.Float, f); break;
            case string s: (attribute.Type, attribute.S) = (AttributeType.String, ByteString.CopyFromUtf8(s)); break;
            case long[] integers:
                attribute.Type = AttributeType.Ints;
                attribute.Ints.AddRange(integers);
                break;
            case Graph graph: (attribute.Type, attribute.G) = (AttributeType.Graph, graph.ToProto()); break;
            default: throw new ArgumentException(
                $"Attribute {name} is a {value.GetType().Name}; int, float, string, long[] and graphs are supported.", nameof(value));
        }
        return attribute;
    }

    private static ValueInfoProto Describe(string name, TensorType type, ReadOnlySpan<Dimension> shape)
    {
        if (shape is [var only] && only == Dimension.AnyShape)
            return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new() { ElemType = OnnxTypes.Of(type) } } };
        var tensor = new TypeProto.Types.Tensor { ElemType = OnnxTypes.Of(type), Shape = new TensorShapeProto() };
        foreach (var dimension in shape)
            tensor.Shape.Dim.Add(dimension.Name is { } symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = dimension.Size });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    private sealed class ScopeEnd(Stack<string> scopes) : IDisposable
    {
        public void Dispose() => scopes.Pop();
    }
}
