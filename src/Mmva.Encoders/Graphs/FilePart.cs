namespace Mmva.Encoders.Graphs;

/// <summary>A part of a file.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="Offset">The offset of the part.</param>
/// <param name="Length">The bytes of the part.</param>
internal readonly record struct FilePart(string Path, long Offset, int Length);
