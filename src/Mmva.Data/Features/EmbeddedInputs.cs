namespace Mmva.Data;

/// <summary>Features of many inputs, and what could not be embedded.</summary>
/// <param name="Layers">Feature vectors per input.</param>
/// <param name="Width">Numbers per feature vector.</param>
/// <param name="Values">For each input, in order, its features [layers, width]; null where it failed.</param>
/// <param name="Failures">The inputs that failed, in order.</param>
public sealed record EmbeddedInputs(int Layers, int Width, IReadOnlyList<float[]?> Values, IReadOnlyList<EmbeddingFailure> Failures);

/// <summary>An input that could not be embedded.</summary>
/// <param name="Index">Its place among the inputs.</param>
/// <param name="Name">The file's path or the text.</param>
/// <param name="Error">Why.</param>
public sealed record EmbeddingFailure(int Index, string Name, MmvaException Error);

/// <summary>How far the embedding is.</summary>
/// <param name="Done">Inputs that are ready, failures included.</param>
/// <param name="Total">Inputs in all.</param>
/// <param name="FromCache">Of those ready, the ones found in the cache.</param>
public readonly record struct EmbeddingProgress(int Done, int Total, int FromCache);
