using System.Globalization;
using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The graph from an input of one modality to its point and its embedding.</summary>
internal sealed class EmotionChain(MmvaModel model, Modality modality, IGraphEncoder encoder, EncoderMetadata encoderMetadata)
{
    public const string Image = "image", Waveform = "waveform", Point = "valence_arousal", Embedding = "embedding";

    public Graph Build(OnnxExportOptions options)
    {
        var graph = new GraphBuilder($"mmva-{Name}", standardOnly: true, encoder.OperatorSet) { HalfWeights = options.Float16Weights };
        var features = encoder.AddTo(Input(graph)); // [1, layers, width]
        var heads = new ModelGraph(graph, model, Name);
        var embedding = heads.Neck(features, model.Options.ShapeOf(modality));
        graph.Output(Embedding, embedding, TensorType.Float32, 1, model.Options.EmbeddingWidth);
        graph.Output(Point, heads.Head(embedding), TensorType.Float32, 1, 2);
        var built = graph.Build();
        // what is asked for first comes first
        var outputs = built.Structure.Output;
        (outputs[0], outputs[1]) = (outputs[1], outputs[0]);
        return new(built.Structure, built.Weights, built.OperatorSet) { Metadata = Describe() };
    }

    private string Name => modality.ToString().ToLowerInvariant();

    private GraphInput Input(GraphBuilder graph) => modality switch
    {
        Modality.Image => new(Value(graph, Image, TensorType.UInt8, "height", "width", 3)),
        Modality.Music => new(Value(graph, Waveform, TensorType.Float32, "samples")),
        _ => new(
            Value(graph, BertGraph.InputIds, TensorType.Int64, 1, "tokens"), Value(graph, BertGraph.AttentionMask, TensorType.Int64, 1, "tokens")),
    };

    private static Term Value(GraphBuilder graph, string name, TensorType type, params ReadOnlySpan<Dimension> shape) =>
        new(graph, graph.Input(name, type, shape), type);

    private Dictionary<string, string> Describe()
    {
        var all = new Dictionary<string, string>
        {
            ["mmva.modality"] = Name,
            ["mmva.input"] = modality switch
            {
                Modality.Image => $"{Image}: uint8 [height, width, 3], any size, decoded, upright, RGB, row by row from the top left",
                Modality.Music => FormattableString.Invariant(
                    $"{Waveform}: float32 [samples], {encoder.SampleRate} Hz, one channel (the mean of all), full scale -1 to 1"),
                _ => $"{BertGraph.InputIds}, {BertGraph.AttentionMask}: int64 [1, tokens], from the tokenizer of the encoder, with special tokens",
            },
            ["mmva.output"] = $"{Point}: float32 [1, 2], valence and arousal, 0 (unpleasant, calm) to 1 (pleasant, excited); "
                + $"{Embedding}: float32 [1, {model.Options.EmbeddingWidth}], the output of the neck",
        };
        if (encoder.SampleRate > 0) all["mmva.sample_rate"] = encoder.SampleRate.ToString(CultureInfo.InvariantCulture);
        if (model.Options.Sigma is { } sigma) all["mmva.sigma"] = sigma.ToString("R", CultureInfo.InvariantCulture);
        all["mmva.encoder"] = encoderMetadata.Name;
        all["mmva.encoder_license"] = encoderMetadata.License;
        all["mmva.encoder_source"] = encoderMetadata.Source;
        all["mmva.encoder_fingerprint"] = encoderMetadata.Fingerprint;
        all["mmva.model_fingerprint"] = model.ComputeFingerprint();
        foreach (var (key, value) in model.Metadata) all["mmva.model." + key] = value;
        return all;
    }
}
