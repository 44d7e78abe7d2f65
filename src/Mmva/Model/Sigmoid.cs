using System.Numerics.Tensors;
using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>y = 1 / (1 + e⁻ˣ).</summary>
internal static class Sigmoid
{
    public static void Forward(Matrix values)
    {
        for (var i = 0; i < values.Rows; i++) TensorPrimitives.Sigmoid<float>(values.Row(i), values.Row(i));
    }

    /// <summary>dx = dy · y (1 − y), in place.</summary>
    public static void Backward(Matrix y, Matrix gradients)
    {
        for (var i = 0; i < y.Rows; i++)
        {
            var outputs = y.Row(i);
            var row = gradients.Row(i);
            for (var j = 0; j < row.Length; j++) row[j] *= outputs[j] * (1 - outputs[j]);
        }
    }
}
