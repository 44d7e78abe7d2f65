namespace Mmva.Data;

/// <summary>A part of a video.</summary>
/// <param name="Start">Its start, from the start of the video.</param>
/// <param name="End">Its end, after its start.</param>
public readonly record struct VideoPart(TimeSpan Start, TimeSpan End);
