using Mmva.Encoders.Graphs;

namespace Mmva.Encoders;

/// <summary>Channels [batch, channels, height, width] inside a graph: floats, or bytes with what they stand for.</summary>
/// <param name="Value">float32, or uint8.</param>
/// <param name="Step">The difference between neighboring bytes.</param>
/// <param name="Zero">The byte that stands for 0.</param>
/// <param name="Mean">Of each channel over the training set, if known.</param>
/// <param name="Variance">Likewise.</param>
/// <param name="Units">By which the values of each channel are divided, or <see langword="null"/> for 1.</param>
internal sealed record ImageMap(
    GraphValue Value, float Step = 1, byte Zero = 0, float[]? Mean = null, float[]? Variance = null, float[]? Units = null);
