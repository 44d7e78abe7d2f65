using Mmva.WeightFiles;

namespace Mmva.Encoders.Graphs;

/// <summary>
/// The operators that ONNX Runtime adds to ONNX (domain com.microsoft); if <see cref="GraphBuilder.StandardOnly"/>, their equivalents in standard
/// operators.
/// </summary>
internal static class FusedOperators
{
    // what the attention of ONNX Runtime adds to the scores of a masked position
    private const float Masked = -10000;

    /// <summary>The exact, erf form.</summary>
    public static GraphValue Gelu(this GraphBuilder graph, GraphValue x)
    {
        if (!graph.StandardOnly) return graph.Node("com.microsoft:Gelu", [x]);
        var twice = graph.Add(graph.Erf(graph.Multiply(x, graph.Scalar(MathF.Sqrt(0.5f)))), graph.Scalar(1));
        return graph.Multiply(graph.Multiply(x, graph.Scalar(0.5f)), twice);
    }

    /// <summary>The exact form of x + bias.</summary>
    public static GraphValue BiasGelu(this GraphBuilder graph, GraphValue x, GraphValue bias) =>
        graph.StandardOnly ? graph.Gelu(graph.Add(x, bias)) : graph.Node("com.microsoft:BiasGelu", [x, bias]);

    /// <summary>x · sigmoid(1.702 x).</summary>
    public static GraphValue QuickGelu(this GraphBuilder graph, GraphValue x)
    {
        const float alpha = 1.702f;
        return graph.StandardOnly
            ? graph.Multiply(x, graph.Sigmoid(graph.Multiply(x, graph.Scalar(alpha))))
            : graph.Node("com.microsoft:QuickGelu", [x], ("alpha", alpha));
    }

    /// <summary>x · Wᵀ for W [out, in].</summary>
    public static GraphValue MatMulTransposed(this GraphBuilder graph, GraphValue x, GraphValue weight) =>
        graph.StandardOnly ? graph.MatMul(x, graph.Transpose(weight, 1, 0)) : graph.Node("com.microsoft:FusedMatMul", [x, weight], ("transB", 1));

    /// <summary>The product of x (uint8, quantized by one step and zero point) and W, as float32.</summary>
    public static GraphValue MatMulIntegerToFloat(
        this GraphBuilder graph, GraphValue x, IntegerMatrix weight, GraphValue step, GraphValue zero)
    {
        if (!graph.StandardOnly)
            return graph.Node("com.microsoft:MatMulIntegerToFloat", [x, weight.Values, step, weight.Scales, zero, weight.Zero]);
        var product = graph.Node("MatMulInteger", [x, weight.Values, zero, weight.Zero]);
        return graph.Multiply(graph.Cast(product, TensorType.Float32), graph.Multiply(weight.Scales, step));
    }

    /// <summary>Attention over query, key and value [batch, sequence, width] and their biases, stacked [3 × width].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="query">Projected, without bias, like the others.</param>
    /// <param name="key">See query.</param>
    /// <param name="value">See query.</param>
    /// <param name="bias">The three biases.</param>
    /// <param name="mask">int32 [batch, sequence], 0 for a position that nothing attends to; none if all are attended to.</param>
    /// <param name="heads">Heads; scores are scaled by 1 / √(width / heads).</param>
    /// <param name="width">Of all heads together.</param>
    public static GraphValue MultiHeadAttention(
        this GraphBuilder graph, GraphValue query, GraphValue key, GraphValue value, GraphValue bias, GraphValue mask, int heads, int width)
    {
        if (!graph.StandardOnly) return graph.Node("com.microsoft:MultiHeadAttention", [query, key, value, bias, mask], ("num_heads", heads));
        var biases = graph.Split(bias, 3, axis: 0);
        var queries = graph.Transpose(Heads(query, 0), 0, 2, 1, 3); // (batch, heads, queries, head)
        var products = graph.MatMul(queries, graph.Transpose(Heads(key, 1), 0, 2, 3, 1));
        var scores = graph.Multiply(products, graph.Scalar(1 / MathF.Sqrt(width / heads))); // (batch, heads, queries, keys)
        if (mask != GraphValue.None)
        {
            var padding = graph.Subtract(graph.Scalar(1), graph.Cast(mask, TensorType.Float32));
            scores = graph.Add(scores, graph.Unsqueeze(graph.Multiply(padding, graph.Scalar(Masked)), 1, 2));
        }
        var attended = graph.MatMul(graph.Softmax(scores), graph.Transpose(Heads(value, 2), 0, 2, 1, 3));
        return graph.Reshape(graph.Transpose(attended, 0, 2, 1, 3), 0, 0, width);

        GraphValue Heads(GraphValue projected, int part) => graph.Reshape(graph.Add(projected, biases[part]), 0, 0, heads, width / heads);
    }
}
