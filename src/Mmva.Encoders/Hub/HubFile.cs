namespace Mmva.Encoders;

/// <summary>A file of a published model, and what is known of it in advance.</summary>
/// <param name="Path">Its path in the repository, for example <c>model.safetensors</c>.</param>
/// <param name="Size">Its length in bytes, which is checked, or <see langword="null"/> if it is unknown.</param>
/// <param name="Sha256">
/// Its SHA-256, 64 hexadecimal digits, which is checked even if the file is already in the cache; <see langword="null"/> if it is unknown.
/// </param>
public sealed record HubFile(string Path, long? Size = null, string? Sha256 = null);
