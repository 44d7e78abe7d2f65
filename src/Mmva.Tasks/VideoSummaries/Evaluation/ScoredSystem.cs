namespace Mmva.Tasks.Evaluation;

/// <summary>A system that scores the frames of videos, to be compared with their annotators.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Scores">
/// By the id of a video, one finite score for each annotated frame. Videos may be missing, such as those without audio for a system that listens.
/// </param>
public sealed record ScoredSystem(string Name, IReadOnlyDictionary<string, float[]> Scores);
