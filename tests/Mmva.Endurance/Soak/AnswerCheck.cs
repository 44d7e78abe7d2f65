using System.Text.Json;

namespace Mmva.Endurance.Soak;

/// <summary>Compares answers of samples/Web with known ones: names, order and text exactly, values to the last digit of a float.</summary>
internal static class AnswerCheck
{
    private const double Tolerance = 1e-6;

    /// <summary>What is wrong with the answer about a photo, a text or a point, or null.</summary>
    public static string? Wrong(JsonElement answer, KnownAnswer known)
    {
        if (!At(answer, known.Point)) return $"the point is {answer.GetProperty("valence")}, {answer.GetProperty("arousal")}, not {known.Point}";
        var tracks = answer.GetProperty("tracks").EnumerateArray().ToList();
        if (tracks.Count != known.Tracks.Count) return $"{tracks.Count} tracks, not {known.Tracks.Count}";
        foreach (var (track, expected) in tracks.Zip(known.Tracks))
        {
            if (track.GetProperty("id").GetString() != expected.Track.Id || track.GetProperty("name").GetString() != expected.Track.Name)
                return $"the track {track.GetProperty("name")} instead of {expected.Track.Name}";
            if (!At(track, expected.Track.Emotion) || !Near(track, "similarity", expected.Similarity))
                return $"{track.GetProperty("name")}: point or similarity";
        }
        var prompts = answer.GetProperty("prompts").EnumerateArray().ToList();
        if (prompts.Count != known.Prompts.Count) return $"{prompts.Count} prompts, not {known.Prompts.Count}";
        foreach (var (prompt, expected) in prompts.Zip(known.Prompts))
            if (prompt.GetProperty("text").GetString() != expected.Prompt.Text || !At(prompt, expected.Emotion)
                || !Near(prompt, "similarity", expected.Similarity)) return $"the prompt {prompt} instead of {expected}";
        return null;
    }

    /// <summary>What is wrong with the state of the library, once all is read, or null.</summary>
    public static string? Wrong(JsonElement library, IReadOnlyList<KnownTrack> tracks)
    {
        var known = tracks.ToDictionary(track => track.Id);
        var given = library.GetProperty("tracks").EnumerateArray().ToList();
        if (given.Count != tracks.Count || library.GetProperty("failures").GetArrayLength() != 0) return $"{given.Count} tracks, not {tracks.Count}";
        foreach (var track in given)
            if (!known.TryGetValue(track.GetProperty("id").GetString()!, out var one) || !At(track, one.Emotion)) return $"the track {track}";
        return null;
    }

    /// <summary>What is wrong with the songs that an OpenSubsonic answer lists, or null.</summary>
    public static string? Wrong(JsonElement answer, IReadOnlyList<string> ids)
    {
        var response = answer.GetProperty("subsonic-response");
        if (response.GetProperty("status").GetString() != "ok") return $"the answer {response}";
        var given = response.GetProperty("sonicMatch").EnumerateArray().Select(match => match.GetProperty("entry").GetProperty("id").GetString());
        return given.SequenceEqual(ids) ? null : $"the songs {string.Join(' ', given)} instead of {string.Join(' ', ids)}";
    }

    private static bool At(JsonElement point, ValenceArousal expected) =>
        Near(point, "valence", expected.Valence) && Near(point, "arousal", expected.Arousal);

    private static bool Near(JsonElement element, string name, double expected) =>
        Math.Abs(element.GetProperty(name).GetDouble() - expected) <= Tolerance;
}
