namespace Mmva.Encoders;

/// <summary>The progress of a download.</summary>
/// <param name="File">The path of the file in its repository.</param>
/// <param name="BytesDone">Bytes on disk, including those of an earlier, interrupted download.</param>
/// <param name="BytesTotal">The length of the file, or <see langword="null"/> if it is unknown.</param>
public readonly record struct DownloadProgress(string File, long BytesDone, long? BytesTotal);
