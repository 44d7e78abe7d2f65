namespace Mmva;

/// <summary>The caption of a part of an audio.</summary>
/// <param name="Text">The caption; empty if the captioner had nothing to say.</param>
/// <param name="Start">Where the part starts.</param>
/// <param name="End">Where it ends: at the end of the audio at the latest.</param>
public sealed record AudioCaption(string Text, TimeSpan Start, TimeSpan End);
