using Mmva;

namespace Web.Music;

/// <summary>A piece of music that was placed on the emotion plane.</summary>
/// <param name="Id">What the page calls it; tells nothing of where it lies.</param>
/// <param name="Name">The file's name without extension.</param>
/// <param name="Path">The file.</param>
/// <param name="Emotion">Its place.</param>
internal sealed record Track(string Id, string Name, string Path, ValenceArousal Emotion);
