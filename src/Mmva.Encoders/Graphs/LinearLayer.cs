namespace Mmva.Encoders.Graphs;

/// <summary>A linear layer, x · Wᵀ + b; the bias is added by whatever operator follows.</summary>
/// <param name="Weight">[out, in].</param>
/// <param name="Bias">[out].</param>
/// <param name="Precision">Fast for a product of integers.</param>
internal sealed record LinearLayer(WeightMatrix Weight, GraphValue Bias, Precision Precision)
{
    /// <summary>x · Wᵀ, without the bias.</summary>
    public GraphValue Product(GraphBuilder graph, GraphValue x) => Precision == Precision.Exact ? graph.MatMulTransposed(x, Weight.Floats(graph)) : IntegerProduct(graph, x);

    // Every token has a scale of its own, its largest magnitude: outlying tokens cost the others no accuracy, and features do not depend on the rest of the batch.
    private GraphValue IntegerProduct(GraphBuilder graph, GraphValue x)
    {
        const float steps = 127;
        const byte zero = 128;
        var largest = graph.Maximum(graph.ReduceMax(graph.Absolute(x), [-1], keepAxes: true), graph.Scalar(1e-30f)); // a token of zeros stays one
        var step = graph.Scalar(1 / steps);
        var middle = graph.Weight("uint8 128", [zero]);
        var (weight, scale) = Weight.Integers(graph, IntegerProducts.WeightBits);
        var product = graph.MatMulIntegerToFloat(graph.QuantizeLinear(graph.Divide(x, largest), step, middle), weight, step, scale, middle);
        return graph.Multiply(product, largest);
    }
}

/// <summary>The gain and the shift of a layer normalisation, [width] each.</summary>
internal sealed record NormLayer(GraphValue Gain, GraphValue Shift);
