namespace Mmva;

/// <summary>The kinds of files that Mmva distinguishes.</summary>
public enum MediaKind
{
    /// <summary>Neither an image nor audio.</summary>
    Unknown,

    /// <summary>An image.</summary>
    Image,

    /// <summary>Audio, or a video, which may contain audio.</summary>
    Audio,
}
