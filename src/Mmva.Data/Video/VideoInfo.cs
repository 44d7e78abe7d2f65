namespace Mmva.Data;

/// <summary>The headers of a video.</summary>
/// <param name="Width">The width in pixels as shown, after rotation and aspect ratio are applied.</param>
/// <param name="Height">The height in pixels as shown.</param>
/// <param name="FrameRate">Frames per second; the mean if the rate varies.</param>
/// <param name="Duration">
/// The end of the images, from the start of the file, or <see langword="null"/> if the file does not state it, as in recorded streams.
/// </param>
/// <param name="Sound">The first audio track, or <see langword="null"/> for none.</param>
public sealed record VideoInfo(int Width, int Height, double FrameRate, TimeSpan? Duration, SoundTrack? Sound)
{
    /// <summary>
    /// The time code of the first image as the file states it, such as <c>01:00:00:00</c>, or <c>01:00:00;00</c> for drop-frame time code;
    /// <see langword="null"/> for none.
    /// </summary>
    public string? TimeCode { get; init; }

    /// <summary>
    /// If the rate varies: frames per second of the rate at which every image has a frame of its own; <see langword="null"/> otherwise.
    /// </summary>
    internal double? NominalRate { get; init; }

    /// <summary>When the images start, from the start of the file.</summary>
    internal TimeSpan FirstImage { get; init; }
}

/// <summary>The format of a video's audio.</summary>
/// <param name="Channels">1 for mono, 2 for stereo.</param>
/// <param name="SampleRate">The sample rate (Hz).</param>
public sealed record SoundTrack(int Channels, int SampleRate);
