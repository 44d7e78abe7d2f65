using System.Numerics.Tensors;

namespace Mmva.Encoders;

/// <summary>The check that all music encoders apply to audio.</summary>
internal static class FiniteSamples
{
    /// <summary>Checks samples, or values computed from them.</summary>
    /// <param name="values">The values of one input.</param>
    /// <param name="index">Its index in the batch.</param>
    /// <exception cref="MediaException">A value is not finite.</exception>
    public static void Require(ReadOnlySpan<float> values, int index)
    {
        if (!TensorPrimitives.IsFiniteAll(values))
            throw new MediaException($"waveform {index}", "it contains samples that are not finite, or far beyond full scale (−1 to 1).");
    }
}
