using System.Numerics.Tensors;

namespace Mmva.Benchmarks;

/// <summary>How far features are from the peer's: a time is worth nothing where the two do not compute the same.</summary>
/// <param name="Error">Relative to the peer's features.</param>
/// <param name="Limit">What is allowed.</param>
internal readonly record struct Agreement(double Error, double Limit)
{
    public bool Holds => Error <= Limit; // not a number does not

    /// <summary>By the measure of the precision: in Exact every number counts, the errors of 8-bit products are many and small.</summary>
    public static Agreement Of(Precision precision, ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs, double fastLimit) =>
        precision == Precision.Exact ? Largest(ours, theirs) : new(Norm(ours, theirs) / Math.Sqrt(TensorPrimitives.SumOfSquares(theirs)), fastLimit);

    /// <summary>The largest difference, relative to the largest of the peer's magnitudes.</summary>
    public static Agreement Largest(ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs) =>
        new(Math.Abs(TensorPrimitives.MaxMagnitude<float>(Differences(ours, theirs))) / Math.Abs(TensorPrimitives.MaxMagnitude(theirs)), 2e-4);

    private static double Norm(ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs) =>
        Math.Sqrt(TensorPrimitives.SumOfSquares<float>(Differences(ours, theirs)));

    private static float[] Differences(ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs)
    {
        var result = new float[ours.Length];
        TensorPrimitives.Subtract(ours, theirs, result);
        return result;
    }
}
