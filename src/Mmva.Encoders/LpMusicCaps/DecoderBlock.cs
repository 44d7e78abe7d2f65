using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>
/// One block of BART's decoder, for one more token of each text: attention to the text so far, attention to the audio, and a feed-forward layer, each
/// with its residual and normalization.
/// </summary>
internal sealed record DecoderBlock(
    LinearLayer Query, LinearLayer Key, LinearLayer Value, LinearLayer SelfOutput, NormLayer SelfNorm,
    LinearLayer CrossQuery, LinearLayer CrossOutput, NormLayer CrossNorm,
    LinearLayer Intermediate, LinearLayer Output, NormLayer OutputNorm)
{
    /// <summary>Adds the block to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="heads">Attention heads.</param>
    /// <param name="x">[rows, width].</param>
    /// <param name="past">Keys and values of the text so far, [rows, heads, tokens, head] each.</param>
    /// <param name="cross">Keys [chunks, heads, head, positions] and values [chunks, heads, positions, head] of the audio.</param>
    /// <param name="byChunk">The shape [chunks, beams, heads, head]: the texts of a chunk attend to the same audio.</param>
    /// <param name="present">The names of the outputs that get the keys and values of the text and the token.</param>
    /// <returns>[rows, width].</returns>
    public GraphValue Apply(
        GraphBuilder graph, int heads, GraphValue x, (GraphValue Keys, GraphValue Values) past, (GraphValue Keys, GraphValue Values) cross,
        GraphValue byChunk, (string Keys, string Values) present)
    {
        var (width, before) = (Query.Weight.Rows, x);
        GraphValue attended;
        using (graph.Scope("self_attention"))
        {
            var query = Row(Scaled(graph, heads, Query, x));
            var keys = Longer(present.Keys, past.Keys, Key);
            var values = Longer(present.Values, past.Values, Value);
            var weights = graph.Softmax(graph.MatMul(query, graph.Transpose(keys, 0, 1, 3, 2))); // (rows, heads, 1, tokens)
            attended = graph.Reshape(graph.MatMul(weights, values), -1, width);
            x = Join(graph, SelfOutput, attended, x, SelfNorm);
        }
        using (graph.Scope("cross_attention"))
        {
            var query = graph.Transpose(graph.Node("Reshape", [Scaled(graph, heads, CrossQuery, x), byChunk]), 0, 2, 1, 3);
            var weights = graph.Softmax(graph.MatMul(query, cross.Keys)); // (chunks, heads, beams, positions)
            attended = graph.Reshape(graph.Transpose(graph.MatMul(weights, cross.Values), 0, 2, 1, 3), -1, width);
            x = Join(graph, CrossOutput, attended, x, CrossNorm);
        }
        using (graph.Scope("feed_forward"))
        {
            var inner = graph.BiasGelu(Intermediate.Product(graph, x), Intermediate.Bias);
            var (fed, bias) = Output.Product(graph, inner, Activation.Gelu.Lowest());
            x = Normalize(graph, graph.Add(graph.Add(fed, bias), x), OutputNorm);
        }
        return x;

        GraphValue Longer(string output, GraphValue text, LinearLayer layer)
        {
            var longer = graph.Concat(2, text, Row(Full(graph, layer, before)));
            graph.Output(output, longer, TensorType.Float32, "rows", heads, "length", width / heads);
            return longer;
        }

        GraphValue Row(GraphValue projected) => graph.Reshape(projected, -1, heads, 1, width / heads);
    }

    private static GraphValue Full(GraphBuilder graph, LinearLayer layer, GraphValue x) => graph.Add(layer.Product(graph, x), layer.Bias);

    private static GraphValue Scaled(GraphBuilder graph, int heads, LinearLayer layer, GraphValue x) =>
        graph.Multiply(Full(graph, layer, x), graph.Scalar(1 / MathF.Sqrt(layer.Weight.Rows / heads)));

    private static GraphValue Join(GraphBuilder graph, LinearLayer layer, GraphValue x, GraphValue residual, NormLayer norm) =>
        Normalize(graph, graph.Add(Full(graph, layer, x), residual), norm);

    private static GraphValue Normalize(GraphBuilder graph, GraphValue x, NormLayer norm) =>
        graph.LayerNormalization(x, norm.Gain, norm.Shift, BartShape.Epsilon);
}
