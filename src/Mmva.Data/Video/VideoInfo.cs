namespace Mmva.Data;

/// <summary>What a video's headers say.</summary>
/// <param name="Width">Columns as shown: turned and stretched as the file asks for.</param>
/// <param name="Height">Rows as shown.</param>
/// <param name="FrameRate">Frames a second; the mean where the rate varies.</param>
/// <param name="Duration">How long it is; null where the file does not say, as in streams that were recorded.</param>
/// <param name="Sound">The first sound track; null if there is none.</param>
public sealed record VideoInfo(int Width, int Height, double FrameRate, TimeSpan? Duration, SoundTrack? Sound);

/// <summary>The format of a video's sound.</summary>
/// <param name="Channels">1 for mono, 2 for stereo.</param>
/// <param name="SampleRate">Samples a second (Hz).</param>
public sealed record SoundTrack(int Channels, int SampleRate);
