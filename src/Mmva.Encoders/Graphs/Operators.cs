using Mmva.WeightFiles;

namespace Mmva.Encoders.Graphs;

/// <summary>The standard operators of ONNX, from operator set 17 on.</summary>
internal static class Operators
{
    // the first operator set in which axes of reductions are an input, and a split names the number of its parts
    private const int NewForms = 18;

    public static GraphValue Add(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Add", [a, b]);

    public static GraphValue Subtract(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Sub", [a, b]);

    public static GraphValue Multiply(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Mul", [a, b]);

    public static GraphValue Divide(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Div", [a, b]);

    public static GraphValue Maximum(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Max", [a, b]);

    public static GraphValue Reciprocal(this GraphBuilder graph, GraphValue x) => graph.Node("Reciprocal", [x]);

    public static GraphValue Absolute(this GraphBuilder graph, GraphValue x) => graph.Node("Abs", [x]);

    /// <summary>round(x / step) + zero, saturated to the type of <paramref name="zero"/>.</summary>
    public static GraphValue QuantizeLinear(this GraphBuilder graph, GraphValue x, GraphValue step, GraphValue zero) =>
        graph.Node("QuantizeLinear", [x, step, zero]);

    public static GraphValue MatMul(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("MatMul", [a, b]);

    /// <summary>x · Wᵀ + b for W [out, in], the layout of published weights.</summary>
    public static GraphValue Gemm(this GraphBuilder graph, GraphValue x, GraphValue weight, GraphValue bias) =>
        graph.Node("Gemm", [x, weight, bias], ("transB", 1));

    /// <summary>A convolution over x [batch, channels, height, width].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="x">The input.</param>
    /// <param name="weight">[out, in / groups, height, width].</param>
    /// <param name="bias">[out], or none.</param>
    /// <param name="strides">Per axis.</param>
    /// <param name="pads">The start of each axis, then the end of each axis.</param>
    /// <param name="groups">1, or the channels of a depthwise convolution.</param>
    public static GraphValue Conv(
        this GraphBuilder graph, GraphValue x, GraphValue weight, GraphValue bias, long[] strides, long[] pads, int groups = 1) =>
        graph.Node("Conv", [x, graph.Inlined(weight), graph.Inlined(bias)], ("strides", strides), ("pads", pads), ("group", groups));

    public static GraphValue Relu(this GraphBuilder graph, GraphValue x) => graph.Node("Relu", [x]);

    public static GraphValue Minimum(this GraphBuilder graph, GraphValue a, GraphValue b) => graph.Node("Min", [a, b]);

    /// <summary>The running sum along an axis.</summary>
    public static GraphValue CumulativeSum(this GraphBuilder graph, GraphValue x, long axis) => graph.Node("CumSum", [x, graph.Integers(axis)]);

    public static GraphValue Sigmoid(this GraphBuilder graph, GraphValue x) => graph.Node("Sigmoid", [x]);

    public static GraphValue Erf(this GraphBuilder graph, GraphValue x) => graph.Node("Erf", [x]);

    public static GraphValue Softmax(this GraphBuilder graph, GraphValue x, int axis = -1) => graph.Node("Softmax", [x], ("axis", axis));

    public static GraphValue Clip(this GraphBuilder graph, GraphValue x, float low, float high) =>
        graph.Node("Clip", [x, graph.Scalar(low), graph.Scalar(high)]);

    public static GraphValue LayerNormalization(this GraphBuilder graph, GraphValue x, GraphValue weight, GraphValue bias, float epsilon) =>
        graph.Node("LayerNormalization", [x, weight, bias], ("axis", -1), ("epsilon", epsilon));

    public static GraphValue MaxPool(this GraphBuilder graph, GraphValue x, long[] kernel, long[] strides) =>
        graph.Node("MaxPool", [x], ("kernel_shape", kernel), ("strides", strides));

    public static GraphValue GlobalAveragePool(this GraphBuilder graph, GraphValue x) => graph.Node("GlobalAveragePool", [x]);

    public static GraphValue ReduceMean(this GraphBuilder graph, GraphValue x, long[] axes, bool keepAxes = false) =>
        graph.Reduce("ReduceMean", x, axes, keepAxes);

    public static GraphValue ReduceMax(this GraphBuilder graph, GraphValue x, long[] axes, bool keepAxes = false) =>
        graph.Reduce("ReduceMax", x, axes, keepAxes);

    /// <summary>The root of the sum of squares over axes, which are kept with size 1.</summary>
    public static GraphValue Norm(this GraphBuilder graph, GraphValue x, long[] axes) => graph.Reduce("ReduceL2", x, axes, keepAxes: true);

    public static GraphValue ReduceSum(this GraphBuilder graph, GraphValue x, long[] axes, bool keepAxes = false) =>
        graph.Node("ReduceSum", [x, graph.Integers(axes)], ("keepdims", keepAxes ? 1 : 0));

    public static GraphValue Concat(this GraphBuilder graph, int axis, params ReadOnlySpan<GraphValue> values) =>
        graph.Node("Concat", values, ("axis", axis));

    public static GraphValue Gather(this GraphBuilder graph, GraphValue table, GraphValue indices, int axis = 0) =>
        graph.Node("Gather", [table, indices], ("axis", axis));

    public static GraphValue Slice(this GraphBuilder graph, GraphValue x, int axis, long start, long end) =>
        graph.Node("Slice", [x, graph.Integers(start), graph.Integers(end), graph.Integers(axis)]);

    /// <summary>Divides an axis into equal parts.</summary>
    public static GraphValue[] Split(this GraphBuilder graph, GraphValue x, int parts, int axis) => graph.OperatorSet < NewForms
        ? graph.Nodes("Split", [x], parts, ("axis", axis))
        : graph.Nodes("Split", [x], parts, ("axis", axis), ("num_outputs", parts));

    public static GraphValue Pad(this GraphBuilder graph, GraphValue x, params long[] pads) => graph.Node("Pad", [x, graph.Integers(pads)]);

    public static GraphValue Transpose(this GraphBuilder graph, GraphValue x, params long[] permutation) =>
        graph.Node("Transpose", [x], ("perm", permutation));

    /// <summary>0 in the shape keeps an axis as it is, −1 is inferred.</summary>
    public static GraphValue Reshape(this GraphBuilder graph, GraphValue x, params long[] shape) => graph.Node("Reshape", [x, graph.Integers(shape)]);

    public static GraphValue Unsqueeze(this GraphBuilder graph, GraphValue x, params long[] axes) =>
        graph.Node("Unsqueeze", [x, graph.Integers(axes)]);

    public static GraphValue Squeeze(this GraphBuilder graph, GraphValue x, params long[] axes) => graph.Node("Squeeze", [x, graph.Integers(axes)]);

    public static GraphValue Cast(this GraphBuilder graph, GraphValue x, TensorType type) => graph.Node("Cast", [x], ("to", OnnxTypes.Of(type)));

    /// <summary>A float32 tensor of zeros, which takes no space in a file.</summary>
    public static GraphValue Zeros(this GraphBuilder graph, params long[] shape) => graph.Node("ConstantOfShape", [graph.Integers(shape)]);

    /// <summary>A constant of which only the values that are not zero are stored.</summary>
    public static GraphValue MostlyZeros(this GraphBuilder graph, string name, float[] values, params int[] shape)
    {
        long[] indices = [.. Enumerable.Range(0, values.Length).Where(i => values[i] != 0).Select(i => (long)i)];
        float[] updates = [.. indices.Select(i => values[i])];
        var flat = graph.Node("ScatterElements", [
            graph.Zeros(values.Length), graph.Weight(name + ".indices", indices, indices.Length), graph.Weight(name, updates, updates.Length),
        ]);
        return graph.Reshape(flat, [.. shape.Select(size => (long)size)]);
    }

    private static GraphValue Reduce(this GraphBuilder graph, string operation, GraphValue x, long[] axes, bool keepAxes) =>
        graph.OperatorSet < NewForms
            ? graph.Node(operation, [x], ("axes", axes), ("keepdims", keepAxes ? 1 : 0))
            : graph.Node(operation, [x, graph.Integers(axes)], ("keepdims", keepAxes ? 1 : 0));
}
