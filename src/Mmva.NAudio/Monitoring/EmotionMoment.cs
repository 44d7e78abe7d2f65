namespace Mmva.NAudio;

/// <summary>Valence and arousal of the audio around a moment of playback or recording.</summary>
/// <param name="Start">Where the window starts, from the first sample that was received.</param>
/// <param name="End">Where the window ends: the audio that was received last when it was predicted.</param>
/// <param name="Emotion">Valence and arousal, each from 0 to 1.</param>
/// <param name="Previous">The point that was reported before, or <see langword="null"/> for the first one.</param>
/// <param name="Notices">Warnings about the window, such as channels that cancel each other out. Usually empty.</param>
public sealed record EmotionMoment(
    TimeSpan Start, TimeSpan End, ValenceArousal Emotion, ValenceArousal? Previous, IReadOnlyList<string> Notices);
