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
}
