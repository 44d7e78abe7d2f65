namespace Mmva.Data;

/// <summary>A frame of a video.</summary>
/// <param name="Time">The start of the interval that it represents, from the start of the video.</param>
/// <param name="Image">The image shown in the middle of the interval.</param>
public sealed record VideoFrame(TimeSpan Time, RgbImage Image)
{
    /// <summary>Of the last frame: the end of the images of the video, which may be within its interval.</summary>
    internal TimeSpan? End { get; init; }
}

/// <summary>A part of a video's audio.</summary>
/// <param name="Time">Its start, from the start of the video.</param>
/// <param name="Sound">The mean of the channels, at the original sample rate.</param>
public sealed record VideoSound(TimeSpan Time, Waveform Sound);
