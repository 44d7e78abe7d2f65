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
}
