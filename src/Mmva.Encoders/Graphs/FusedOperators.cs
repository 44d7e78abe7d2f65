namespace Mmva.Encoders.Graphs;

/// <summary>The operators that ONNX Runtime adds to ONNX (domain com.microsoft).</summary>
internal static class FusedOperators
{
    /// <summary>The exact, erf form.</summary>
    public static GraphValue Gelu(this GraphBuilder graph, GraphValue x) => graph.Node("com.microsoft:Gelu", [x]);

    /// <summary>The exact form of x + bias.</summary>
    public static GraphValue BiasGelu(this GraphBuilder graph, GraphValue x, GraphValue bias) => graph.Node("com.microsoft:BiasGelu", [x, bias]);

    /// <summary>x · sigmoid(1.702 x).</summary>
    public static GraphValue QuickGelu(this GraphBuilder graph, GraphValue x) => graph.Node("com.microsoft:QuickGelu", [x], ("alpha", 1.702f));

    /// <summary>x · Wᵀ for W [out, in].</summary>
    public static GraphValue MatMulTransposed(this GraphBuilder graph, GraphValue x, GraphValue weight) => graph.Node("com.microsoft:FusedMatMul", [x, weight], ("transB", 1));

    /// <summary>The product of x (uint8, quantised by one step and zero point) and W [in, out] (int8, with a scale per output), as float32.</summary>
    public static GraphValue MatMulIntegerToFloat(this GraphBuilder graph, GraphValue x, GraphValue weight, GraphValue step, GraphValue scale, GraphValue zero) =>
        graph.Node("com.microsoft:MatMulIntegerToFloat", [x, weight, step, scale, zero]);

    /// <summary>Attention over query, key and value [batch, sequence, width] and their biases, stacked [3 × width].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="query">Projected, without bias; likewise the others.</param>
    /// <param name="key">See query.</param>
    /// <param name="value">See query.</param>
    /// <param name="bias">The three biases.</param>
    /// <param name="mask">int32 [batch, sequence], 0 for a position that nothing attends to; none where all are attended to.</param>
    /// <param name="heads">Heads; scores are scaled by 1 / √(width / heads).</param>
    public static GraphValue MultiHeadAttention(this GraphBuilder graph, GraphValue query, GraphValue key, GraphValue value, GraphValue bias, GraphValue mask, int heads) =>
        graph.Node("com.microsoft:MultiHeadAttention", [query, key, value, bias, mask], ("num_heads", heads));
}
