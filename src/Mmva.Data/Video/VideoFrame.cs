namespace Mmva.Data;

/// <summary>A picture of a video.</summary>
/// <param name="Time">The begin of the interval that it stands for, from the begin of the video.</param>
/// <param name="Image">What is shown in the middle of the interval.</param>
public sealed record VideoFrame(TimeSpan Time, RgbImage Image);

/// <summary>A part of a video's sound.</summary>
/// <param name="Time">When it begins, from the begin of the video.</param>
/// <param name="Sound">The mean of its channels, at its own rate.</param>
public sealed record VideoSound(TimeSpan Time, Waveform Sound);
