using Mmva.Encoders.Graphs;
using Mmva.Model;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Neck and valence-arousal head of one modality in a graph.</summary>
internal sealed class ModelGraph(GraphBuilder graph, MmvaModel model, string modality)
{
    private readonly Dictionary<string, Tensor> _weights = StateDict.Tensors(model.Weights).ToDictionary(tensor => tensor.Name);

    /// <summary>Features [1, layers, width] to the embedding [1, embedding width].</summary>
    public GraphValue Neck(Term features, FeatureShape shape)
    {
        if (!model.Options.HasNeck(Enum.Parse<Modality>(modality, ignoreCase: true))) return features.Squeeze(1).Value;
        using var scope = graph.Scope("neck");
        var mix = features with { Value = Weight("neck.aggregate.weight", 1, shape.Layers) };
        var bias = features with { Value = Weight("neck.aggregate.bias", 1) };
        return Linear((mix.MatMul(features).Squeeze(1) + bias).Value, "neck.project");
    }

    /// <summary>Embedding to valence and arousal, [1, 2].</summary>
    public GraphValue Head(GraphValue embedding)
    {
        using var scope = graph.Scope("head");
        return graph.Sigmoid(Linear(Hidden(Hidden(embedding, 0), 4), "head.8"));
    }

    private GraphValue Hidden(GraphValue x, int index) => graph.LayerNormalization(
        graph.Relu(Linear(x, $"head.{index}")), Weight($"head.{index + 2}.weight"), Weight($"head.{index + 2}.bias"), LayerNorm.Epsilon);

    private GraphValue Linear(GraphValue x, string name) => graph.Gemm(x, Weight(name + ".weight"), Weight(name + ".bias"));

    private GraphValue Weight(string name, params int[] shape)
    {
        var tensor = _weights[$"{modality}_{name}"];
        return graph.Parameter(tensor.Name, tensor.Type, shape.Length > 0 ? shape : tensor.Shape, tensor.Bytes);
    }
}
