using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mmva.Tasks;

/// <summary>A timeline as OpenTimelineIO's JSON, in the oldest versions of its schemas, which all its versions read.</summary>
/// <remarks>Files have paths, not URLs: Kdenlive 26.08 takes a URL for a path relative to the timeline, and opentimelineio takes both.</remarks>
internal static class OpenTimelineIO
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Format(Timeline timeline)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Indented))
        {
            Start(json, null, "Timeline.1", timeline.Name);
            Time(json, "global_start_time", timeline.Start, timeline.Rate);
            Start(json, "tracks", "Stack.1", "tracks");
            json.WriteStartArray("children");
            Track(json, timeline, "Video", "V1", timeline.Video);
            Track(json, timeline, "Audio", "A1", timeline.Audio);
            json.WriteEndArray();
            End(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Track(Utf8JsonWriter json, Timeline timeline, string kind, string name, IEnumerable<TimelineClip> clips)
    {
        if (!clips.Any()) return;
        Start(json, null, "Track.1", name);
        json.WriteString("kind", kind);
        json.WriteStartArray("children");
        foreach (var (gap, clip) in Timeline.WithGaps(clips))
        {
            if (gap > 0)
            {
                Start(json, null, "Gap.1", "");
                Range(json, "source_range", 0, gap, timeline.Rate);
                End(json);
            }
            Start(json, null, "Clip.1", clip.Source.Name);
            Range(json, "source_range", clip.Source.Start + clip.In, clip.Length, timeline.Rate);
            Start(json, "media_reference", "ExternalReference.1", clip.Source.Name);
            json.WriteString("target_url", clip.Source.FullPath);
            // a still has as many frames as are asked for
            Range(json, "available_range", clip.Source.Start, Math.Max(clip.Source.Length, clip.Out), timeline.Rate);
            json.WriteEndObject();
            End(json);
        }
        json.WriteEndArray();
        End(json);
    }

    private static void Start(Utf8JsonWriter json, string? property, string schema, string name)
    {
        if (property is null) json.WriteStartObject();
        else json.WriteStartObject(property);
        json.WriteString("OTIO_SCHEMA", schema);
        json.WriteString("name", name);
        json.WriteStartObject("metadata");
        json.WriteEndObject();
    }

    private static void End(Utf8JsonWriter json)
    {
        foreach (var list in (string[])["effects", "markers"])
        {
            json.WriteStartArray(list);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Range(Utf8JsonWriter json, string property, long start, long length, TimelineRate rate)
    {
        json.WriteStartObject(property);
        json.WriteString("OTIO_SCHEMA", "TimeRange.1");
        Time(json, "start_time", start, rate);
        Time(json, "duration", length, rate);
        json.WriteEndObject();
    }

    private static void Time(Utf8JsonWriter json, string property, long frames, TimelineRate rate)
    {
        json.WriteStartObject(property);
        json.WriteString("OTIO_SCHEMA", "RationalTime.1");
        Number(json, "rate", rate.PerSecond);
        Number(json, "value", frames);
        json.WriteEndObject();
    }

    // with a point, as readers that distinguish integers expect numbers of this type
    private static void Number(Utf8JsonWriter json, string property, double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        json.WritePropertyName(property);
        json.WriteRawValue(text.Contains('.') ? text : text + ".0");
    }
}
