using System.Text.Json;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>A summary as JSON: shots and arousal curve, times in seconds.</summary>
internal static class SummaryJson
{
    /// <summary>Writes a file atomically.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="path">The file; an existing file is replaced.</param>
    /// <exception cref="MmvaException">The file cannot be written.</exception>
    public static void Write(VideoSummary summary, string path) => AtomicFile.Write(path, file => Write(summary, file));

    /// <summary>Writes to a stream.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="stream">Receives the JSON in UTF-8.</param>
    public static void Write(VideoSummary summary, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("video", Path.GetFileName(summary.Path));
        Number(json, "duration", summary.Duration.TotalSeconds);
        Number(json, "frameRate", summary.Video.FrameRate);
        json.WriteString("arousalOf", summary.Arousal switch
        {
            ArousalSource.Images => "images",
            ArousalSource.Music => "music",
            _ => "images and music",
        });
        Number(json, "share", summary.Share);
        Number(json, "summaryDuration", summary.SummaryDuration.TotalSeconds);

        json.WriteStartArray("shots");
        foreach (var shot in summary.Shots)
        {
            json.WriteStartObject();
            Number(json, "start", shot.Start.TotalSeconds);
            Number(json, "end", shot.End.TotalSeconds);
            Number(json, "score", shot.Score);
            json.WriteBoolean("chosen", shot.IsChosen);
            json.WriteEndObject();
        }
        json.WriteEndArray();

        json.WriteStartArray("arousal");
        foreach (var frame in summary.Frames)
        {
            json.WriteStartObject();
            Number(json, "time", frame.Time.TotalSeconds);
            Number(json, "value", frame.Arousal);
            json.WriteEndObject();
        }
        json.WriteEndArray();

        json.WriteStartArray("notices");
        foreach (var notice in summary.Notices) json.WriteStringValue(notice);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // a millionth of a second, or of the arousal scale, is finer than any measurement
    private static void Number(Utf8JsonWriter json, string name, double value) => json.WriteNumber(name, Math.Round(value, 6));
}
