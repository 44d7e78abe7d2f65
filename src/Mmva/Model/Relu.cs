using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Mmva.Model;

/// <summary>y = max(x, 0), row by row.</summary>
internal static class Relu
{
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => TensorPrimitives.Max(x, 0, y);

    /// <summary>dx = dy where y is above 0, else 0; dx may be y.</summary>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx)
    {
        var outputs = MemoryMarshal.Cast<float, Vector<float>>(y);
        var gradients = MemoryMarshal.Cast<float, Vector<float>>(dy);
        var results = MemoryMarshal.Cast<float, Vector<float>>(dx);
        for (var i = 0; i < results.Length; i++)
            results[i] = Vector.ConditionalSelect(Vector.GreaterThan(outputs[i], Vector<float>.Zero), gradients[i], Vector<float>.Zero);
        for (var i = results.Length * Vector<float>.Count; i < dx.Length; i++)
            dx[i] = y[i] > 0 ? dy[i] : 0;
    }
}
