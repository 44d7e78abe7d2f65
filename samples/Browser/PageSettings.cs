namespace Browser;

/// <summary>What the page needs to know of the files and of the library.</summary>
/// <param name="Sigma">σ of the similarity.</param>
/// <param name="ExcerptSeconds">How much of long tracks is listened to.</param>
/// <param name="Runtime">The WebAssembly module of ONNX Runtime.</param>
/// <param name="Photo">The model for photos.</param>
/// <param name="Music">The model for tracks.</param>
internal sealed record PageSettings(double Sigma, int ExcerptSeconds, PageFile Runtime, PageFile Photo, PageFile Music);

/// <param name="Path">Relative to the page.</param>
/// <param name="Bytes">Its size as it is served.</param>
/// <param name="UnpackedBytes">Its size after decompression, or null if it is not compressed.</param>
internal sealed record PageFile(string Path, long Bytes, long? UnpackedBytes = null);
