using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>LP-MusicCaps as two graphs: one for the audio, which runs once per chunk, and one for the next token of its texts.</summary>
/// <param name="Audio">
/// From <c>mel</c> [batch, 128, 1001] to <c>states</c> [batch, 32, width] and, for each layer of the decoder, <c>cross_key_N</c> [batch, heads, head,
/// 32] and <c>cross_value_N</c> [batch, heads, 32, head].
/// </param>
/// <param name="Text">
/// From <c>tokens</c> [batch, beams], <c>parents</c> [batch · beams] (the row of the past that each text continues), <c>position</c> [1], the
/// outputs of the other graph and <c>past_key_N</c>, <c>past_value_N</c> [rows, heads, past, head] to <c>logits</c> [batch · beams, vocabulary] and
/// <c>present_key_N</c>, <c>present_value_N</c>, the past of the next token.
/// </param>
/// <param name="Spectrogram">Computes <c>mel</c>.</param>
internal sealed record LpMusicCapsGraphs(Graph Audio, Graph Text, LpMusicCapsSpectrogram Spectrogram)
{
    public const string Mel = "mel", States = "states", Tokens = "tokens", Parents = "parents", Position = "position", Logits = "logits";

    public static string CrossKey(int layer) => $"cross_key_{layer}";

    public static string CrossValue(int layer) => $"cross_value_{layer}";

    public static string PastKey(int layer) => $"past_key_{layer}";

    public static string PastValue(int layer) => $"past_value_{layer}";

    public static string PresentKey(int layer) => $"present_key_{layer}";

    public static string PresentValue(int layer) => $"present_value_{layer}";

    /// <summary>Builds both graphs.</summary>
    /// <param name="shape">The sizes of the model.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="precision">The arithmetic of the linear layers.</param>
    /// <param name="standardOnly">Whether only standard ONNX operators are used.</param>
    /// <exception cref="WeightFileException">The weights do not fit the model.</exception>
    public static LpMusicCapsGraphs Build(BartShape shape, ModelWeights weights, Precision precision, bool standardOnly = false)
    {
        LpMusicCapsWeights.CheckTied(weights);
        var reader = new WeightReader(weights, LpMusicCapsWeights.OwnName);
        GraphBuilder audio = new("lp-music-caps-audio", standardOnly, isLarge: true);
        GraphBuilder text = new("lp-music-caps-text", standardOnly, isLarge: true);
        LpMusicCapsWeights audioWeights = new(reader, audio, shape, precision), textWeights = new(reader, text, shape, precision);
        BuildAudio(audio, audioWeights, shape);
        BuildText(text, textWeights, shape, precision);
        var (window, filters) = audioWeights.Spectrogram();
        reader.Finish();
        return new(audio.Build(), text.Build(), new(window, filters));
    }

    private static void BuildAudio(GraphBuilder graph, LpMusicCapsWeights model, BartShape shape)
    {
        var mel = graph.Input(Mel, TensorType.Float32, Dimension.Batch, AudioFrontEnd.Bands, AudioFrontEnd.Frames);
        // (batch, channels, 1, frames): ONNX Runtime is faster over two dimensions than over one
        var x = graph.Unsqueeze(mel, 2);
        for (var layer = 0; layer < AudioFrontEnd.Convolutions; layer++)
            using (graph.Scope($"convolution.{layer}"))
            {
                var (kernel, bias) = model.Convolution(layer);
                x = graph.Gelu(graph.Conv(x, kernel, bias, [1, layer == 0 ? 1 : 2], [0, 1, 0, 1]));
            }
        x = graph.Transpose(graph.Squeeze(x, 2), 0, 2, 1);
        using (graph.Scope("positions"))
        {
            x = graph.Add(x, model.Sinusoids);
            var learned = graph.Slice(
                model.LearnedPositions("encoder"), 0, BartShape.PositionOffset, BartShape.PositionOffset + AudioFrontEnd.Positions);
            x = Normalize(graph, graph.Add(x, learned), model.EmbeddingNorm("encoder"));
        }
        for (var layer = 0; layer < shape.Encoder.Layers; layer++)
            using (graph.Scope($"layer.{layer}")) x = model.EncoderBlock(layer).Apply(graph, shape.EncoderBlock, x, GraphValue.None);

        int heads = shape.Decoder.Heads, head = shape.Width / heads;
        graph.Output(States, x, TensorType.Float32, Dimension.Batch, AudioFrontEnd.Positions, shape.Width);
        for (var layer = 0; layer < shape.Decoder.Layers; layer++)
            using (graph.Scope($"cross.{layer}"))
            {
                var (key, value) = model.CrossAttention(layer);
                graph.Output(
                    CrossKey(layer), graph.Transpose(Heads(key), 0, 2, 3, 1), TensorType.Float32, Dimension.Batch, heads, head,
                    AudioFrontEnd.Positions);
                graph.Output(
                    CrossValue(layer), graph.Transpose(Heads(value), 0, 2, 1, 3), TensorType.Float32, Dimension.Batch, heads,
                    AudioFrontEnd.Positions, head);
            }

        GraphValue Heads(LinearLayer layer) => graph.Reshape(graph.Add(layer.Product(graph, x), layer.Bias), 0, 0, heads, head);
    }

    private static void BuildText(GraphBuilder graph, LpMusicCapsWeights model, BartShape shape, Precision precision)
    {
        int heads = shape.Decoder.Heads, head = shape.Width / heads, layers = shape.Decoder.Layers;
        var tokens = graph.Input(Tokens, TensorType.Int64, Dimension.Batch, "beams");
        var parents = graph.Input(Parents, TensorType.Int64, "rows");
        var position = graph.Input(Position, TensorType.Int64, 1);
        var cross = new (GraphValue, GraphValue)[layers];
        var past = new (GraphValue, GraphValue)[layers];
        for (var layer = 0; layer < layers; layer++)
        {
            cross[layer] = (
                graph.Input(CrossKey(layer), TensorType.Float32, Dimension.Batch, heads, head, AudioFrontEnd.Positions),
                graph.Input(CrossValue(layer), TensorType.Float32, Dimension.Batch, heads, AudioFrontEnd.Positions, head));
            past[layer] = (Past(PastKey(layer)), Past(PastValue(layer)));
        }

        var table = model.Tokens;
        GraphValue x;
        using (graph.Scope("embedding"))
        {
            x = graph.Gather(graph.Weight(table), graph.Reshape(tokens, -1));
            var row = graph.Add(position, graph.Integers(BartShape.PositionOffset));
            x = Normalize(graph, graph.Add(x, graph.Gather(model.LearnedPositions("decoder"), row)), model.EmbeddingNorm("decoder"));
        }
        var byChunk = graph.Concat(0, graph.Node("Shape", [tokens]), graph.Integers(heads, head));
        for (var layer = 0; layer < layers; layer++)
            using (graph.Scope($"layer.{layer}"))
                x = model.DecoderBlock(layer).Apply(graph, heads, x, past[layer], cross[layer], byChunk, (PresentKey(layer), PresentValue(layer)));
        using (graph.Scope("logits"))
        {
            var logits = new LinearLayer(WeightMatrix.Of(table), model.LogitsBias, precision);
            graph.Output(Logits, graph.Add(logits.Product(graph, x), logits.Bias), TensorType.Float32, "rows", shape.Vocabulary);
        }

        GraphValue Past(string name) =>
            graph.Gather(graph.Input(name, TensorType.Float32, "past_rows", heads, "past", head), parents);
    }

    private static GraphValue Normalize(GraphBuilder graph, GraphValue x, NormLayer norm) =>
        graph.LayerNormalization(x, norm.Gain, norm.Shift, BartShape.Epsilon);
}
