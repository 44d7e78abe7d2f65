using Google.Protobuf;
using Mmva.Encoders.Onnx.Files;

namespace Mmva.Encoders;

/// <summary>The files beside an .onnx file in which its weights lie, where they do not lie in itself: exporters write large models so.</summary>
internal static class ExternalData
{
    /// <summary>Their paths, each once, in order.</summary>
    /// <param name="path">An .onnx file that ONNX Runtime has loaded: what it names exists, below its folder.</param>
    public static IReadOnlyList<string> Of(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        return [.. Tensors(Read(path)).SelectMany(tensor => tensor.ExternalData).Where(entry => entry.Key == "location")
            .Select(entry => Path.Combine(folder, entry.Value)).Distinct().Order(StringComparer.Ordinal)];
    }

    private static ModelFiles Read(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            return ModelFiles.Parser.WithDiscardUnknownFields(true).ParseFrom(stream);
        }
        catch (InvalidProtocolBufferException)
        {
            return new(); // ONNX Runtime's own format, whose weights lie in the file
        }
    }

    private static IEnumerable<TensorFile> Tensors(ModelFiles model) =>
        [.. model.Graph is null ? [] : Tensors(model.Graph), .. model.Functions.SelectMany(function => Tensors(function.Node))];

    private static IEnumerable<TensorFile> Tensors(GraphFiles graph) => [.. graph.Initializer, .. Tensors(graph.Node)];

    private static IEnumerable<TensorFile> Tensors(IEnumerable<NodeFiles> nodes)
    {
        foreach (var attribute in nodes.SelectMany(node => node.Attribute))
        {
            if (attribute.T is { } tensor) yield return tensor;
            foreach (var one in attribute.Tensors) yield return one;
            foreach (var one in (attribute.G is { } graph ? [graph, .. attribute.Graphs] : attribute.Graphs.AsEnumerable()).SelectMany(Tensors)) yield return one;
        }
    }
}
