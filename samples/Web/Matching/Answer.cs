namespace Web.Matching;

/// <summary>How a photo or a sentence feels, and what feels like it.</summary>
/// <param name="Name">The photo's name, the sentence, or null for a place.</param>
/// <param name="Valence">From 0 (unpleasant) to 1 (pleasant).</param>
/// <param name="Arousal">From 0 (calm) to 1 (excited).</param>
/// <param name="Notices">What the reader should know of the input: a text was cut, or is in no language that the encoder knows; sound is silent.</param>
/// <param name="Tracks">Music, best match first.</param>
/// <param name="Prompts">Prompts for music generation, best match first.</param>
internal sealed record Answer(string? Name, float Valence, float Arousal, IReadOnlyList<string> Notices, IReadOnlyList<TrackMatch> Tracks, IReadOnlyList<PromptMatch> Prompts);

/// <summary>A track and its similarity (Eq. 1).</summary>
internal sealed record TrackMatch(string Id, string Name, float Valence, float Arousal, double Similarity);

/// <summary>A prompt and its similarity (Eq. 1).</summary>
internal sealed record PromptMatch(string Text, float Valence, float Arousal, double Similarity);
