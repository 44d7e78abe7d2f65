using System.Globalization;
using ConsoleProgram;
using Mmva;

namespace MakeSoundtrack;

/// <summary>Prints a soundtrack, and how it compares with trivial answers.</summary>
internal static class Report
{
    public static void Print(Soundtrack soundtrack, IReadOnlyList<SoundtrackTrack> tracks, EmotionalSimilarity similarity)
    {
        foreach (var part in soundtrack.Parts)
        {
            var (time, title) = ($"{Clock(part.Start),7} to {Clock(part.End),7}", Names.OneLine(part.Track.Title));
            var pictures = part.Slides.Count == 1 ? "  1 picture " : $"{part.Slides.Count,3} pictures";
            Console.WriteLine(FormattableString.Invariant($"{time}  match {part.Score:F3}  {pictures}  {title}"));
        }
        ValenceArousal[] points = [.. soundtrack.Slides.Select(slide => slide.Picture.Emotion)];
        ValenceArousal[] music = [.. tracks.Select(track => track.Emotion)];
        var (one, each) = (TrivialAnswers.OneTrack(points, music, similarity), TrivialAnswers.NearestEach(points, music));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Match {soundtrack.Score:F3} with {Changes(soundtrack.Changes)}. "
            + $"One random track: {TrivialAnswers.RandomTrack(points, music, similarity):F3}, "
            + $"the best one for all: {TrivialAnswers.Score(points, music, one, similarity):F3}, the nearest for each picture alone: "
            + $"{TrivialAnswers.Score(points, music, each, similarity):F3} with {Changes(TrivialAnswers.Changes(each))}."));
    }

    private static string Changes(int count) => count == 1 ? "1 change" : $"{count} changes";

    private static string Clock(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}.{time.Milliseconds / 100}");
}
