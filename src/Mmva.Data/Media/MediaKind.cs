namespace Mmva;

/// <summary>What a file holds, as far as Mmva is concerned.</summary>
public enum MediaKind
{
    /// <summary>Neither a picture nor a sound.</summary>
    Unknown,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>A sound, or a video, which may have one.</summary>
    Audio,
}
