namespace Mmva.Extensions.AI;

/// <summary>A text with its emotion.</summary>
/// <param name="Text">The text, unchanged.</param>
/// <param name="Emotion">Its valence and arousal, or <see langword="null"/> for a text without any characters but white space.</param>
/// <param name="Mood">The word for its mood, or <see langword="null"/> if no vocabulary is configured or no word fits.</param>
/// <param name="Notices">Warnings: the text was truncated, or is in a language unknown to the encoder. Usually empty.</param>
public sealed record EnrichedText(string Text, ValenceArousal? Emotion, string? Mood, IReadOnlyList<string> Notices);
