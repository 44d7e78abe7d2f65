using System.Text.Json;
using System.Text.Json.Serialization;

namespace Web;

/// <summary>The valence and arousal of a photo or a text, each from 0 to 1, and what feels like it, best match first.</summary>
/// <param name="Name">The photo's name, the text, or null for a point.</param>
/// <param name="Notices">What the reader should know of the input: a text was truncated, or is in no language that the encoder knows.</param>
internal sealed record Answer(
    string? Name, float Valence, float Arousal, IReadOnlyList<string> Notices, IReadOnlyList<TrackMatch> Tracks, IReadOnlyList<PromptMatch> Prompts);

internal sealed record TrackMatch(string Id, string Name, float Valence, float Arousal, double Similarity);

internal sealed record PromptMatch(string Text, float Valence, float Arousal, double Similarity);

/// <summary>The state of the music library.</summary>
/// <param name="Done">Files read, failures included.</param>
/// <param name="Tracks">Those that the page has not seen yet.</param>
/// <param name="Error">Why reading ended early, or null.</param>
internal sealed record LibraryState(
    string Name, bool Reading, int Total, int Done, IReadOnlyList<PlacedTrack> Tracks, IReadOnlyList<Failure> Failures, string? Error);

internal sealed record PlacedTrack(string Id, string Name, float Valence, float Arousal);

/// <summary>A file that could not be read, relative to the library's folder.</summary>
internal sealed record Failure(string File, string Reason);

internal sealed record UploadLimits(int MaxBytes);

/// <summary>The answers as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(LibraryState))]
[JsonSerializable(typeof(UploadLimits))]
internal sealed partial class WebJson : JsonSerializerContext;
