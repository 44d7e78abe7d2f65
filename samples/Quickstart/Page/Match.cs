using Mmva;

namespace Quickstart.Page;

/// <summary>What the music is matched with: a picture or a sentence.</summary>
/// <param name="Name">The file's name, or the sentence itself.</param>
/// <param name="Emotion">Its place on the plane.</param>
/// <param name="Thumbnail">A JPEG of the picture; null for a sentence.</param>
internal sealed record Query(string Name, ValenceArousal Emotion, byte[]? Thumbnail);

/// <summary>A piece of music.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Emotion">Its place on the plane.</param>
/// <param name="Path">The file.</param>
internal sealed record Track(string Name, ValenceArousal Emotion, string Path);
