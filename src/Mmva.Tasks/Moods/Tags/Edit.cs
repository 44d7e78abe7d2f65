namespace Mmva.Tasks;

/// <summary>A replacement of bytes of a file.</summary>
/// <param name="Offset">Where the old bytes start.</param>
/// <param name="Length">The number of old bytes.</param>
/// <param name="Bytes">The new bytes.</param>
internal sealed record Edit(long Offset, int Length, byte[] Bytes);
