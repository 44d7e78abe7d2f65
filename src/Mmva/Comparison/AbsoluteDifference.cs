using System.Numerics.Tensors;
using Mmva.Numerics;

namespace Mmva.Comparison;

/// <summary>y = |u − v|, dimension by dimension: how two points of one space differ.</summary>
internal static class AbsoluteDifference
{
    public static void Forward(Matrix u, Matrix v, Matrix y)
    {
        for (var i = 0; i < y.Rows; i++)
        {
            TensorPrimitives.Subtract(u.Row(i), v.Row(i), y.Row(i));
            TensorPrimitives.Abs(y.Row(i), y.Row(i));
        }
    }

    /// <summary>du += sign(u − v) · dy, dv −= sign(u − v) · dy.</summary>
    public static void Backward(Matrix u, Matrix v, Matrix dy, Matrix du, Matrix dv)
    {
        for (var i = 0; i < dy.Rows; i++)
        {
            Span<float> first = u.Row(i), second = v.Row(i), gradient = dy.Row(i), dFirst = du.Row(i), dSecond = dv.Row(i);
            for (var j = 0; j < gradient.Length; j++)
            {
                var signed = first[j] > second[j] ? gradient[j] : first[j] < second[j] ? -gradient[j] : 0;
                dFirst[j] += signed;
                dSecond[j] -= signed;
            }
        }
    }
}
