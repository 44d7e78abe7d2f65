using System.Numerics.Tensors;

namespace Mmva.Encoders;

/// <summary>What all encoders of music ask of sound.</summary>
internal static class FiniteSamples
{
    /// <summary>Checks samples, or what was made of them.</summary>
    /// <param name="values">Of one input.</param>
    /// <param name="index">Its place in the batch.</param>
    /// <exception cref="MediaException">They are not all finite.</exception>
    public static void Require(ReadOnlySpan<float> values, int index)
    {
        if (!TensorPrimitives.IsFiniteAll(values)) throw new MediaException($"waveform {index}", "it holds samples that are not finite, or far beyond full scale (−1 to 1).");
    }
}
