using Mmva.WeightFiles;

namespace Mmva.Encoders.Graphs;

/// <summary>How ONNX Runtime multiplies bytes on this machine.</summary>
/// <remarks>
/// A small product is computed, rather than the processor asked: .NET's answers depend on how the program was compiled (ahead of time, AVX-512 is
/// reported as missing) and on its environment, and the operating system or an emulator may disable what the processor has.
/// </remarks>
internal static class QuantizedProducts
{
    private const int Rows = 4, Inner = 64, Columns = 16, Most = 255, Weight = 127;

    private static readonly Lazy<bool> Saturated = new(Probe);

    /// <summary>
    /// Whether products of unsigned and signed bytes are summed in pairs in 16 bits, where 255 · 127 · 2 saturates: on x86 processors without VNNI.
    /// Unsigned weights are exact there, and slower; everywhere else both are exact, and signed ones fast.
    /// </summary>
    public static bool Saturate => Saturated.Value;

    private static bool Probe()
    {
        var graph = new GraphBuilder("probe");
        var (one, zero) = (graph.Scalar(1), graph.Weight("uint8 0", [(byte)0]));
        var x = graph.Cast(graph.Input("x", TensorType.Float32, Rows, Inner), TensorType.UInt8);
        var weight = graph.Weight("weight", [.. Enumerable.Repeat((sbyte)Weight, Inner * Columns)], Inner, Columns);
        graph.Output("y", graph.MatMulIntegerToFloat(x, new(weight, one, [], GraphValue.None), one, zero), TensorType.Float32, Rows, Columns);
        using var session = new TowerSession(graph.Build(), new() { IntraOpThreads = 1 });
        var products = new float[Rows * Columns];
        session.Run("x", Enumerable.Repeat((float)Most, Rows * Inner).ToArray(), [Rows, Inner], "y", products, [Rows, Columns]);
        return products.Any(product => product != Most * Weight * Inner);
    }
}
