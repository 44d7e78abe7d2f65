using System.Globalization;
using System.Numerics.Tensors;

namespace Mmva.Benchmarks;

/// <summary>A figure is worth nothing where the two do not compute the same.</summary>
internal static class Agreement
{
    /// <param name="name">The case.</param>
    /// <param name="ours">Our features.</param>
    /// <param name="theirs">The peer's.</param>
    /// <param name="limit">The largest difference, relative to the largest of the peer's magnitudes.</param>
    public static void Demand(string name, ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs, float limit = 2e-4f)
    {
        float error = 0, scale = 0;
        for (var i = 0; i < ours.Length; i++) (error, scale) = (Math.Max(error, Math.Abs(ours[i] - theirs[i])), Math.Max(scale, Math.Abs(theirs[i])));
        if (!(error <= limit * scale)) throw new MmvaException($"{name}: the features differ from the peer's by {error}, their scale being {scale}. Were the peer's weights prepared from the same files?");
    }

    /// <summary>For 8-bit products, whose errors are many and small: the root of their squares counts, as in the limits of the encoders.</summary>
    /// <param name="name">The case.</param>
    /// <param name="ours">Our features.</param>
    /// <param name="theirs">The peer's.</param>
    /// <param name="limit">The largest root of the mean square of the differences, relative to that of the peer's features.</param>
    public static void DemandRms(string name, ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs, double limit)
    {
        var error = Math.Sqrt(TensorPrimitives.SumOfSquares(Differences(ours, theirs)) / (double)TensorPrimitives.SumOfSquares(theirs));
        if (!(error <= limit)) throw new MmvaException(string.Create(CultureInfo.InvariantCulture, $"{name}: the features differ from the peer's by {error:F4} of their root mean square; {limit} are allowed."));
    }

    private static float[] Differences(ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs)
    {
        var result = new float[ours.Length];
        TensorPrimitives.Subtract(ours, theirs, result);
        return result;
    }
}
