namespace Mmva;

/// <summary>An input to be predicted and added to the index.</summary>
/// <typeparam name="TInput">RgbImage, Waveform, or string for a caption.</typeparam>
/// <param name="Id">The id of the item; an existing item with this id is replaced.</param>
/// <param name="Input">The image, music or caption.</param>
/// <param name="Payload">Data that the host stores with the item, or <see langword="null"/> for none.</param>
public readonly record struct RetrievalInput<TInput>(string Id, TInput Input, string? Payload = null);
