namespace Mmva;

/// <summary>A track that a soundtrack may use.</summary>
/// <param name="Path">The file.</param>
/// <param name="Emotion">How it feels: valence and arousal, each from 0 to 1.</param>
/// <param name="Length">Its duration, above zero.</param>
/// <remarks>Immutable; safe to read from several threads.</remarks>
public sealed record SoundtrackTrack(string Path, ValenceArousal Emotion, TimeSpan Length)
{
    /// <summary>Its title for people, by default the name of the file without extension.</summary>
    public string Title { get; init; } = System.IO.Path.GetFileNameWithoutExtension(Path);
}
