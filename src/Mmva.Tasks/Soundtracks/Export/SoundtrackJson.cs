using System.Text.Encodings.Web;
using System.Text.Json;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>A soundtrack as JSON: parts and pictures, times in seconds, files relative to the JSON file.</summary>
internal static class SoundtrackJson
{
    public static void Write(Soundtrack soundtrack, string path) => AtomicFile.Write(path, file =>
    {
        // names stay readable: the file is not part of a page
        using var json = new Utf8JsonWriter(file, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        if (soundtrack.Video is { } video) json.WriteString("video", RelativePath.Of(path, video));
        Number(json, "length", soundtrack.Length.TotalSeconds);
        json.WriteNumber("changes", soundtrack.Changes);
        Number(json, "score", soundtrack.Score);
        Number(json, "gap", soundtrack.Gap);
        Number(json, "crossfade", soundtrack.Crossfade.TotalSeconds);
        Number(json, "fadeOut", soundtrack.FadeOut.TotalSeconds);
        json.WriteStartArray("parts");
        foreach (var part in soundtrack.Parts) Part(json, part, path);
        json.WriteEndArray();
        json.WriteStartArray("notices");
        foreach (var notice in soundtrack.Notices) json.WriteStringValue(notice);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Part(Utf8JsonWriter json, SoundtrackPart part, string path)
    {
        json.WriteStartObject();
        json.WriteString("track", RelativePath.Of(path, part.Track.Path));
        json.WriteString("title", part.Track.Title);
        Number(json, "trackLength", part.Track.Length.TotalSeconds);
        Point(json, part.Track.Emotion);
        Number(json, "start", part.Start.TotalSeconds);
        Number(json, "end", part.End.TotalSeconds);
        json.WriteNumber("plays", part.Plays);
        Number(json, "score", part.Score);
        json.WriteStartArray("pictures");
        foreach (var slide in part.Slides)
        {
            json.WriteStartObject();
            if (slide.Picture.VideoStart is { } start) Number(json, "videoStart", start.TotalSeconds);
            else json.WriteString("file", RelativePath.Of(path, slide.Picture.Path));
            Number(json, "start", slide.Start.TotalSeconds);
            Number(json, "end", slide.End.TotalSeconds);
            Point(json, slide.Picture.Emotion);
            Number(json, "score", slide.Score);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Point(Utf8JsonWriter json, ValenceArousal point)
    {
        Number(json, "valence", point.Valence);
        Number(json, "arousal", point.Arousal);
    }

    // finer than any measurement
    private static void Number(Utf8JsonWriter json, string name, double value) => json.WriteNumber(name, Math.Round(value, 6));
}
