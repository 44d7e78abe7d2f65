namespace Mmva.Numerics;

/// <summary>A weight matrix with AdamW's moments and the factors of a step: all that a tile of its gradient needs to be applied.</summary>
internal readonly record struct AdamWUpdate(Matrix Weights, Matrix Mean, Matrix Square, AdamWFactors Factors);
