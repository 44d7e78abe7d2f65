namespace Mmva.Encoders.Graphs;

/// <summary>A linear layer, x · Wᵀ + b; the bias is added by whatever operator follows.</summary>
/// <param name="Weight">[out, in].</param>
/// <param name="Bias">[out].</param>
/// <param name="Precision">Fast for a product of integers.</param>
internal sealed record LinearLayer(WeightMatrix Weight, GraphValue Bias, Precision Precision)
{
    /// <summary>x · Wᵀ, without the bias.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">[…, in].</param>
    /// <param name="activated">True for what an activation gave: hardly any of it is negative, and an integer product then spends most of its steps above zero.</param>
    public GraphValue Product(GraphBuilder graph, GraphValue x, bool activated = false) => Precision == Precision.Exact ? graph.MatMulTransposed(x, Weight.Floats(graph)) : IntegerProduct(graph, x, activated);

    // Every token has a scale of its own, its largest magnitude: outlying tokens cost the others no accuracy, and features do not depend on the rest of the batch.
    private GraphValue IntegerProduct(GraphBuilder graph, GraphValue x, bool activated)
    {
        // seven times as many steps above zero as below, or as many
        var (steps, zero) = activated ? (223f, (byte)32) : (127f, (byte)128);
        var magnitude = activated ? graph.LeakyRelu(x, -7) : graph.Absolute(x);
        var largest = graph.Maximum(graph.ReduceMax(magnitude, [-1], keepAxes: true), graph.Scalar(1e-30f)); // a token of zeros stays one
        var step = graph.Scalar(1 / steps);
        var middle = graph.Weight($"uint8 {zero}", [zero]);
        var (weight, scale) = Weight.Integers(graph, IntegerProducts.WeightBits);
        var product = graph.MatMulIntegerToFloat(graph.QuantizeLinear(graph.Divide(x, largest), step, middle), weight, step, scale, middle);
        return graph.Multiply(product, largest);
    }
}

/// <summary>The gain and the shift of a layer normalisation, [width] each.</summary>
internal sealed record NormLayer(GraphValue Gain, GraphValue Shift);
