using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>EfficientNet-Lite0 as an ONNX graph, batch norm folded into the convolutions (upstream: TensorFlow's <c>efficientnet/lite</c>).</summary>
internal sealed class EfficientNetLite0Graph
{
    /// <summary>float32 [batch, 3, 224, 224]: red, green, blue, (x − 127) / 128.</summary>
    public const string Pixels = "pixels";

    /// <summary>float32 [batch, 3584].</summary>
    public const string Features = "features";

    public const int Side = 224, Width = 1152 + 1152 + 1280;

    private const int HeadWidth = 1280, Classes = 1000;
    private static readonly string[] FeatureMaps = ["block12.expand", "block15.expand", "head"];

    private static readonly Stage[] Stages =
    [
        new(1, 3, 1, 16, 1), new(6, 3, 2, 24, 2), new(6, 5, 2, 40, 2), new(6, 3, 2, 80, 3), new(6, 5, 1, 112, 3), new(6, 5, 2, 192, 4),
        new(6, 3, 1, 320, 1),
    ];

    private readonly GraphBuilder _graph = new("efficientnet-lite0");
    private readonly Dictionary<string, GraphValue> _maps = [];
    private readonly FoldedConvolutions _convolutions;
    private readonly WeightReader _weights;

    private EfficientNetLite0Graph(WeightReader weights)
    {
        _weights = weights;
        _convolutions = new(_graph, weights);
    }

    /// <summary>Builds the graph.</summary>
    /// <param name="published">The published weights.</param>
    /// <param name="everyMap">Whether the mean over positions of each block and the logits are outputs as well.</param>
    public static Graph Build(ModelWeights published, bool everyMap = false)
    {
        var weights = new WeightReader(published, key => everyMap || !key.StartsWith("classifier.", StringComparison.Ordinal) ? key : null);
        var graph = new EfficientNetLite0Graph(weights);
        graph.Tower();
        graph.Outputs(everyMap);
        weights.Finish();
        return graph._graph.Build();
    }

    private void Tower()
    {
        var x = _graph.Input(Pixels, TensorType.Float32, Dimension.Batch, 3, Side, Side);
        int channels = 32, side = Side, block = 0;
        x = Map("stem", Relu6(_convolutions.Add(x, "stem", 3, channels, 3, 2, ref side)));
        foreach (var stage in Stages)
            for (var repeat = 0; repeat < stage.Repeats; repeat++, block++)
            {
                x = Block(x, block, stage, channels, repeat == 0 ? stage.Stride : 1, ref side);
                channels = stage.Width;
            }
        Map("head", Relu6(_convolutions.Add(x, "head", channels, HeadWidth, 1, 1, ref side)));
    }

    // expand, depthwise, project (linear), and the residual sum if the shape is unchanged
    private GraphValue Block(GraphValue x, int number, Stage stage, int channels, int stride, ref int side)
    {
        var (path, inner, y) = ($"blocks.{number}.", channels * stage.Expansion, x);
        if (stage.Expansion > 1) y = Map($"block{number}.expand", Relu6(_convolutions.Add(y, path + "expand", channels, inner, 1, 1, ref side)));
        y = Relu6(_convolutions.Add(y, path + "depthwise", 1, inner, stage.Kernel, stride, ref side, groups: inner));
        y = _convolutions.Add(y, path + "project", inner, stage.Width, 1, 1, ref side);
        return Map($"block{number}", stride == 1 && channels == stage.Width ? _graph.Add(x, y) : y);
    }

    private void Outputs(bool everyMap)
    {
        var features = _graph.Concat(1, [.. FeatureMaps.Select(name => _graph.GlobalAveragePool(_maps[name]))]);
        _graph.Output(Features, _graph.Reshape(features, 0, Width), TensorType.Float32, Dimension.Batch, Width);
        if (!everyMap) return;
        foreach (var (name, map) in _maps)
            _graph.Output(name, _graph.ReduceMean(map, [2, 3]), TensorType.Float32, Dimension.Batch, name + " channels");
        var head = _graph.ReduceMean(_maps["head"], [2, 3]);
        var logits = _graph.Gemm(
            head, _graph.Weight(_weights.Float32("classifier.weight", Classes, HeadWidth)),
            _graph.Weight(_weights.Float32("classifier.bias", Classes)));
        _graph.Output("logits", logits, TensorType.Float32, Dimension.Batch, Classes);
    }

    private GraphValue Map(string name, GraphValue map) => _maps[name] = map;

    private GraphValue Relu6(GraphValue x) => _graph.Clip(x, 0, 6);

    private readonly record struct Stage(int Expansion, int Kernel, int Stride, int Width, int Repeats);
}
