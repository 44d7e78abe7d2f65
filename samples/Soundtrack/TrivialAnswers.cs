using Mmva;

namespace MakeSoundtrack;

/// <summary>Which track plays for each picture, by two simple rules, and what that is worth.</summary>
internal static class TrivialAnswers
{
    /// <summary>For every picture the one track that matches all of them best.</summary>
    public static int[] OneTrack(IReadOnlyList<ValenceArousal> pictures, IReadOnlyList<ValenceArousal> tracks, EmotionalSimilarity similarity)
    {
        var best = Enumerable.Range(0, tracks.Count).MaxBy(track => pictures.Sum(picture => similarity.Score(picture, tracks[track])));
        return [.. pictures.Select(_ => best)];
    }

    /// <summary>For each picture alone the nearest track, which may be used again.</summary>
    public static int[] NearestEach(IReadOnlyList<ValenceArousal> pictures, IReadOnlyList<ValenceArousal> tracks) =>
        [.. pictures.Select(picture => Enumerable.Range(0, tracks.Count).MinBy(track => picture.DistanceTo(tracks[track])))];

    /// <summary>The mean score of a choice of tracks.</summary>
    public static double Score(
        IReadOnlyList<ValenceArousal> pictures, IReadOnlyList<ValenceArousal> tracks, int[] chosen, EmotionalSimilarity similarity) =>
        pictures.Select((picture, i) => similarity.Score(picture, tracks[chosen[i]])).Average();

    /// <summary>The mean score of one track for all, drawn at random: over all tracks.</summary>
    public static double RandomTrack(
        IReadOnlyList<ValenceArousal> pictures, IReadOnlyList<ValenceArousal> tracks, EmotionalSimilarity similarity) =>
        pictures.Average(picture => tracks.Average(track => similarity.Score(picture, track)));

    public static int Changes(int[] chosen) => chosen.Zip(chosen.Skip(1)).Count(pair => pair.First != pair.Second);
}
