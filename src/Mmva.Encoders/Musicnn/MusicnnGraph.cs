using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>musicnn (Pons and Serra 2019) as an ONNX graph: one or more trained models on the same log-mel windows.</summary>
internal static class MusicnnGraph
{
    /// <summary>float32 [windows, 187, 96].</summary>
    public const string LogMel = "log_mel";

    /// <summary>float32 [windows, 200 · models]: the penultimate layers in the order of the models.</summary>
    public const string Features = "features";

    public const int PenultimateWidth = 200;

    /// <summary>Builds the graph.</summary>
    /// <param name="models">Names and published weights.</param>
    /// <param name="everyStage">Whether each stage is an output as well, as <c>model.stage</c>, up to the tags.</param>
    public static Graph Build(IReadOnlyList<(string Name, ModelWeights Weights)> models, bool everyStage = false)
    {
        var graph = new GraphBuilder("musicnn");
        var windows = graph.Input(LogMel, TensorType.Float32, Dimension.Batch, LogMelSpectrogram.WindowFrames, LogMelSpectrogram.Bands);
        var penultimates = new List<GraphValue>();
        foreach (var (name, weights) in models) penultimates.Add(new MusicnnModel(graph, name, weights, everyStage).Add(windows));
        graph.Output(Features, graph.Concat(1, [.. penultimates]), TensorType.Float32, Dimension.Batch, PenultimateWidth * models.Count);
        return graph.Build();
    }
}
