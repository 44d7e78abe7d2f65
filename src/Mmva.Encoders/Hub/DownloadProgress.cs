namespace Mmva.Encoders;

/// <summary>How far a download is.</summary>
/// <param name="File">The path of the file in its repository.</param>
/// <param name="BytesDone">Bytes that are on disk, those of an earlier, interrupted download included.</param>
/// <param name="BytesTotal">Bytes in all, where they are known.</param>
public readonly record struct DownloadProgress(string File, long BytesDone, long? BytesTotal);
