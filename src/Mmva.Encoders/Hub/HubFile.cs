namespace Mmva.Encoders;

/// <summary>A file of a published model, and what is known of it beforehand.</summary>
/// <param name="Path">Its path in the repository, for example <c>model.safetensors</c>.</param>
/// <param name="Size">Its bytes; checked when given.</param>
/// <param name="Sha256">Its SHA-256, 64 hexadecimal digits; checked when given, also of a file that is in the cache already.</param>
public sealed record HubFile(string Path, long? Size = null, string? Sha256 = null);
