namespace Mmva.Encoders.Graphs;

/// <summary>A linear layer, x · Wᵀ + b; the bias is added by the operator that follows.</summary>
/// <param name="Weight">[out, in].</param>
/// <param name="Bias">[out].</param>
/// <param name="Precision">Fast for a product of integers.</param>
internal sealed record LinearLayer(WeightMatrix Weight, GraphValue Bias, Precision Precision)
{
    /// <summary>x · Wᵀ, without the bias.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">[…, in].</param>
    public GraphValue Product(GraphBuilder graph, GraphValue x)
    {
        if (Precision == Precision.Exact) return graph.MatMulTransposed(x, Weight.Floats(graph));
        return IntegerProduct(graph, x, graph.Absolute(x), 127, 128, Weight.Integers(graph));
    }

    /// <summary>x · Wᵀ for the result of an activation, and the bias that makes it the output of the layer.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">[…, in].</param>
    /// <param name="lowest">A lower bound of x: the steps of an integer product then begin there, and the bias compensates for it.</param>
    public (GraphValue Product, GraphValue Bias) Product(GraphBuilder graph, GraphValue x, float lowest)
    {
        if (Precision == Precision.Exact) return (Product(graph, x), Bias);
        var integers = Weight.Integers(graph);
        var above = lowest == 0 ? x : graph.Subtract(x, graph.Scalar(lowest));
        var bias = lowest == 0
            ? Bias
            : graph.Add(Bias, graph.Weight($"{Weight.Name}.lowest", [.. integers.RowSums.Select(sum => lowest * sum)], Weight.Rows));
        return (IntegerProduct(graph, above, above, 255, 0, integers), bias);
    }

    // Each token has its own scale, its largest magnitude: outlying tokens cost the others no accuracy, and features do not depend on the rest of the
    // batch.
    private static GraphValue IntegerProduct(GraphBuilder graph, GraphValue x, GraphValue magnitude, int steps, byte zero, IntegerMatrix weight)
    {
        var largest = graph.Maximum(graph.ReduceMax(magnitude, [-1], keepAxes: true), graph.Scalar(1e-30f)); // a token of zeros remains zeros
        var (step, middle) = (graph.Scalar(1f / steps), graph.Weight($"uint8 {zero}", [zero]));
        var quantized = graph.QuantizeLinear(graph.Multiply(x, graph.Reciprocal(largest)), step, middle);
        return graph.Multiply(graph.MatMulIntegerToFloat(quantized, weight, step, middle), largest);
    }
}

/// <summary>A weight as integers.</summary>
/// <param name="Values">int8 or uint8 [in, out].</param>
/// <param name="Scales">The value of 1 in the column of each output, [out].</param>
/// <param name="RowSums">The sum of the weights of each output, as the integers represent them, [out].</param>
/// <param name="Zero">The integer that stands for 0; none for 0 itself.</param>
internal sealed record IntegerMatrix(GraphValue Values, GraphValue Scales, float[] RowSums, GraphValue Zero);

/// <summary>The gain and the shift of a layer normalization, [width] each.</summary>
internal sealed record NormLayer(GraphValue Gain, GraphValue Shift);
