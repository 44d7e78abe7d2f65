using Google.Protobuf;
using Mmva.Encoders.Graphs;
using Mmva.Encoders.Graphs.Onnx;

namespace Mmva.Encoders;

/// <summary>Reads third-party .onnx files as graphs that can become parts of others.</summary>
internal static class OnnxGraph
{
    // before it softmax and others meant something else
    private const int LeastOperatorSet = 13;

    // operators of which a newer set has other defaults: the first operator set that has the new ones
    private static readonly Dictionary<string, int> Changed = new() { ["RoiAlign"] = 16 };

    private static readonly string[] Standard = ["", "ai.onnx"];

    private const int NamesShown = 5;

    /// <summary>The operator set of a file, or the default if that is newer.</summary>
    /// <exception cref="MmvaException">The file cannot be a part of another graph; the message says why and what to do.</exception>
    public static int OperatorSetOf(string path) => Math.Max(Graph.DefaultOperatorSet, OperatorSet(path, Parse(path)));

    /// <summary>Reads a file, with weights that lie in other files.</summary>
    /// <inheritdoc cref="OperatorSetOf" path="/exception"/>
    public static Graph Read(string path)
    {
        var model = Parse(path);
        var set = OperatorSet(path, model);
        NodeProto[] nodes = [.. Nodes(model.Graph)];
        string[] custom = [.. nodes.Where(n => !Standard.Contains(n.Domain)).Select(n => $"{n.Domain}.{n.OpType}").Distinct()];
        if (custom.Length > 0)
            throw Refuse(path, $"it uses operators outside the ONNX standard ({string.Join(", ", custom.Take(NamesShown))}"
                + $"{(custom.Length > NamesShown ? ", …" : "")}); export it again without them, in PyTorch with no optimization by ONNX Runtime");
        if (nodes.FirstOrDefault(n => Changed.GetValueOrDefault(n.OpType) > set) is { OpType: { } changed })
            throw Refuse(path, $"its operator {changed} has other defaults since operator set {Changed[changed]}; export it again with that set");
        foreach (var node in nodes) node.Domain = "";
        Inline(path, model.Graph);
        return new(model.Graph, [], Math.Max(Graph.DefaultOperatorSet, set));
    }

    private static ModelProto Parse(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var model = ModelProto.Parser.ParseFrom(stream);
            return model.Graph is null ? throw Refuse(path, "it contains no ONNX graph") : model;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Refuse(path, "it is not in the format of ONNX, but in that of ONNX Runtime; use the .onnx file that it was made of", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MmvaException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static int OperatorSet(string path, ModelProto model)
    {
        var set = (int)(model.OpsetImport.FirstOrDefault(import => Standard.Contains(import.Domain))?.Version ?? 1);
        return set >= LeastOperatorSet ? set : throw Refuse(
            path, $"its operator set is {set}; {LeastOperatorSet} or newer is needed: export it again (opset_version=17), or convert it with "
            + "onnx.version_converter");
    }

    // weights in other files come into the graph
    private static void Inline(string path, GraphProto graph)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        long total = 0;
        foreach (var tensor in Tensors(graph).Where(t => t.DataLocation == TensorProto.Types.DataLocation.External))
        {
            string? Entry(string key) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value;
            var file = Path.Combine(folder, Entry("location") ?? "");
            try
            {
                using var stream = File.OpenRead(file);
                stream.Position = long.TryParse(Entry("offset"), out var offset) ? offset : 0;
                var length = long.TryParse(Entry("length"), out var given) ? given : stream.Length - stream.Position;
                if ((total += length) > Graph.MaxWeightBytes) throw Graph.TooLarge(path, total);
                var bytes = new byte[length];
                stream.ReadExactly(bytes);
                tensor.RawData = UnsafeByteOperations.UnsafeWrap(bytes);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new MmvaException($"{file}, which contains weights of {path}, cannot be read: {e.Message}", e);
            }
            tensor.ExternalData.Clear();
            tensor.DataLocation = TensorProto.Types.DataLocation.Default;
        }
    }

    private static IEnumerable<TensorProto> Tensors(GraphProto graph) =>
    [
        .. graph.Initializer, .. graph.SparseInitializer.Select(sparse => sparse.Values),
        .. graph.Node.SelectMany(node => node.Attribute).SelectMany(attribute => (IEnumerable<TensorProto>)
            [.. attribute.T is { } tensor ? [tensor] : Array.Empty<TensorProto>(), .. attribute.Tensors, .. Bodies(attribute).SelectMany(Tensors)]),
    ];

    private static IEnumerable<NodeProto> Nodes(GraphProto graph) => graph.Node.SelectMany(
        node => (IEnumerable<NodeProto>)[node, .. node.Attribute.SelectMany(Bodies).SelectMany(Nodes)]);

    private static IEnumerable<GraphProto> Bodies(AttributeProto attribute) =>
        attribute.G is { } body ? [body, .. attribute.Graphs] : attribute.Graphs;

    private static MmvaException Refuse(string path, string why, Exception? inner = null) =>
        new($"{path}: cannot become a part of another ONNX file: {why}.", inner);
}
