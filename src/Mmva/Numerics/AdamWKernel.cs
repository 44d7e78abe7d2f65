using System.Runtime.CompilerServices;

namespace Mmva.Numerics;

/// <summary>The factors of one AdamW step, which are the same for all weights.</summary>
/// <param name="Keep">1 − learning rate × weight decay.</param>
/// <param name="Rate">Learning rate / (1 − β₁ᵗ).</param>
/// <param name="Beta1">β₁.</param>
/// <param name="Beta2">β₂.</param>
/// <param name="RootCorrection">1 / √(1 − β₂ᵗ).</param>
/// <param name="Epsilon">ε.</param>
/// <param name="GradientScale">The factor by which clipping scales the gradient.</param>
internal readonly record struct AdamWFactors(
    float Keep, float Rate, float Beta1, float Beta2, float RootCorrection, float Epsilon, float GradientScale);

/// <summary>AdamW in one pass over weight, gradient and both moments, so that each is read from memory once.</summary>
internal static unsafe class AdamWKernel
{
    /// <summary>Updates weights and moments. All lengths must be equal and a multiple of 16.</summary>
    public static void Run(
        SimdLevel level, Span<float> weights, ReadOnlySpan<float> gradients, Span<float> mean, Span<float> square, in AdamWFactors factors)
    {
        fixed (float* w = weights, g = gradients, m = mean, v = square)
            switch (level)
            {
                case SimdLevel.Vector512: Run<Lanes512>(w, g, m, v, weights.Length, factors); break;
                case SimdLevel.Vector256: Run<Lanes256>(w, g, m, v, weights.Length, factors); break;
                case SimdLevel.Vector128: Run<Lanes128>(w, g, m, v, weights.Length, factors); break;
                default: Run<ScalarLane>(w, g, m, v, weights.Length, factors); break;
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TLanes>(float* w, float* g, float* m, float* v, int length, in AdamWFactors factors) where TLanes : struct, ILanes<TLanes>
    {
        TLanes keep = TLanes.Broadcast(factors.Keep), step = TLanes.Broadcast(-factors.Rate), scale = TLanes.Broadcast(factors.GradientScale);
        TLanes beta1 = TLanes.Broadcast(factors.Beta1), rest1 = TLanes.Broadcast(1 - factors.Beta1);
        TLanes beta2 = TLanes.Broadcast(factors.Beta2), rest2 = TLanes.Broadcast(1 - factors.Beta2);
        TLanes correction = TLanes.Broadcast(factors.RootCorrection), epsilon = TLanes.Broadcast(factors.Epsilon);
        for (var i = 0; i < length; i += TLanes.Count)
        {
            var gradient = TLanes.Multiply(TLanes.Load(g + i), scale);
            var mean = TLanes.MultiplyAdd(rest1, gradient, TLanes.Multiply(beta1, TLanes.Load(m + i)));
            var square = TLanes.MultiplyAdd(TLanes.Multiply(rest2, gradient), gradient, TLanes.Multiply(beta2, TLanes.Load(v + i)));
            var direction = TLanes.Divide(mean, TLanes.MultiplyAdd(TLanes.Sqrt(square), correction, epsilon));
            TLanes.Store(mean, m + i);
            TLanes.Store(square, v + i);
            TLanes.Store(TLanes.MultiplyAdd(step, direction, TLanes.Multiply(keep, TLanes.Load(w + i))), w + i);
        }
    }
}
