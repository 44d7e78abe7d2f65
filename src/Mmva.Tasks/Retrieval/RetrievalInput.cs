namespace Mmva;

/// <summary>Something to be placed on the emotion plane and kept in the index.</summary>
/// <typeparam name="TInput">RgbImage, Waveform, or string for a caption.</typeparam>
/// <param name="Id">The item's id; an item that has it already is replaced.</param>
/// <param name="Input">The picture, music or caption.</param>
/// <param name="Payload">Whatever the host wants back with the item.</param>
public readonly record struct RetrievalInput<TInput>(string Id, TInput Input, string? Payload = null);
