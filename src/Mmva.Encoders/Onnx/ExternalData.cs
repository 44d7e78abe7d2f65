using Google.Protobuf;
using Mmva.Encoders.Onnx.Files;

namespace Mmva.Encoders;

/// <summary>The files next to an .onnx file that contain its weights, if they are not in the file itself: exporters write large models so.</summary>
internal static class ExternalData
{
    /// <summary>Their paths, each once, in order.</summary>
    /// <param name="path">An .onnx file that ONNX Runtime has loaded: the files that it names exist, below its folder.</param>
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
            return new(); // the format of ONNX Runtime, whose weights are in the file
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
            var graphs = attribute.G is { } graph ? [graph, .. attribute.Graphs] : attribute.Graphs.AsEnumerable();
            foreach (var one in graphs.SelectMany(Tensors)) yield return one;
        }
    }
}
