namespace Mmva.Encoders.Graphs;

/// <summary>The function between the two products of a feed-forward layer.</summary>
internal enum Activation
{
    /// <summary>x · Φ(x), with erf.</summary>
    Gelu,
    /// <summary>x · sigmoid(1.702 x).</summary>
    QuickGelu,
    /// <summary>max(0, x).</summary>
    Relu,
}

internal static class ActivationValues
{
    /// <summary>A lower bound of the values of an activation.</summary>
    public static float Lowest(this Activation activation) => activation switch
    {
        Activation.Gelu => -0.17f, // at x = −0.75
        Activation.QuickGelu => -0.1637f, // likewise
        _ => 0,
    };
}

/// <summary>The shape that all blocks of a tower share.</summary>
/// <param name="Heads">Attention heads.</param>
/// <param name="Activation">Of the feed-forward layer.</param>
/// <param name="Epsilon">Of the layer normalizations.</param>
/// <param name="NormFirst">
/// True if a normalization precedes attention and feed-forward (CLIP), false if it follows their residual sum (BERT, RoBERTa, MERT).
/// </param>
internal sealed record TransformerShape(int Heads, Activation Activation, float Epsilon, bool NormFirst = false);

/// <summary>One transformer block: attention and a feed-forward layer, each with its residual and normalization.</summary>
/// <param name="Attention">Query, key and value, stacked [3 × width, width].</param>
/// <param name="AttentionOutput">[width, width].</param>
/// <param name="AttentionNorm">Of the attention's half.</param>
/// <param name="Intermediate">The feed-forward layer's first product.</param>
/// <param name="Output">The feed-forward layer's second product.</param>
/// <param name="OutputNorm">Of the feed-forward half.</param>
internal sealed record TransformerBlock(
    LinearLayer Attention, LinearLayer AttentionOutput, NormLayer AttentionNorm, LinearLayer Intermediate, LinearLayer Output, NormLayer OutputNorm)
{
    /// <summary>Adds the block to a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="shape">What all blocks share.</param>
    /// <param name="x">[batch, sequence, width].</param>
    /// <param name="mask">int32 [batch, sequence], 0 for padding; none if there is no padding.</param>
    /// <param name="onlyFirst">
    /// True computes only the first position, which attends to all: for the last block of a tower whose features are class tokens.
    /// </param>
    /// <returns>[batch, sequence, width]; [batch, 1, width] if only the first position is computed.</returns>
    public GraphValue Apply(GraphBuilder graph, TransformerShape shape, GraphValue x, GraphValue mask, bool onlyFirst = false)
    {
        GraphValue attended, fed, bias;
        using (graph.Scope("attention"))
            attended = Attend(graph, shape, shape.NormFirst ? Normalize(graph, x, AttentionNorm, shape) : x, mask, onlyFirst);
        var middle = Join(graph, shape, attended, onlyFirst ? First(graph, x) : x, AttentionNorm, AttentionOutput.Bias);
        using (graph.Scope("feed_forward"))
            (fed, bias) = FeedForward(graph, shape, shape.NormFirst ? Normalize(graph, middle, OutputNorm, shape) : middle);
        return Join(graph, shape, fed, middle, OutputNorm, bias);
    }

    private GraphValue Attend(GraphBuilder graph, TransformerShape shape, GraphValue x, GraphValue mask, bool onlyFirst)
    {
        var queried = onlyFirst ? First(graph, x) : x;
        var projected = (Attention.Precision, onlyFirst) switch // 3 × (batch, sequence, width)
        {
            // in float32 the three are separate in the file: stacked they would have to be copied
            (Precision.Exact, _) =>
                [Part("query", 0, 1).Product(graph, queried), Part("key", 1, 1).Product(graph, x), Part("value", 2, 1).Product(graph, x)],
            (_, true) => [Part("query", 0, 1).Product(graph, queried), .. graph.Split(Part("key_value", 1, 2).Product(graph, x), 2, axis: -1)],
            _ => graph.Split(Attention.Product(graph, x), 3, axis: -1),
        };
        var width = Attention.Weight.Columns;
        return AttentionOutput.Product(
            graph, graph.MultiHeadAttention(projected[0], projected[1], projected[2], Attention.Bias, mask, shape.Heads, width));
    }

    private LinearLayer Part(string name, int start, int count)
    {
        var width = Attention.Weight.Columns;
        return Attention with { Weight = Attention.Weight.Slice($"{Attention.Weight.Name}.{name}", start * width, count * width) };
    }

    private static GraphValue First(GraphBuilder graph, GraphValue x) => graph.Slice(x, 1, 0, 1);

    private (GraphValue Product, GraphValue Bias) FeedForward(GraphBuilder graph, TransformerShape shape, GraphValue x)
    {
        var inner = Intermediate.Product(graph, x); // (batch, sequence, inner width)
        inner = shape.Activation switch
        {
            Activation.Gelu => graph.BiasGelu(inner, Intermediate.Bias),
            Activation.QuickGelu => graph.QuickGelu(graph.Add(inner, Intermediate.Bias)),
            _ => graph.Relu(graph.Add(inner, Intermediate.Bias)),
        };
        return Output.Product(graph, inner, shape.Activation.Lowest());
    }

    // The residual sum, and its normalization if that follows. SkipLayerNormalization would do both in one node, and take nearly three times as long.
    private static GraphValue Join(GraphBuilder graph, TransformerShape shape, GraphValue x, GraphValue residual, NormLayer norm, GraphValue bias)
    {
        var sum = graph.Add(graph.Add(x, bias), residual);
        return shape.NormFirst ? sum : Normalize(graph, sum, norm, shape);
    }

    private static GraphValue Normalize(GraphBuilder graph, GraphValue x, NormLayer norm, TransformerShape shape) =>
        graph.LayerNormalization(x, norm.Gain, norm.Shift, shape.Epsilon);
}
