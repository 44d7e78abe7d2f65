using System.Globalization;
using System.Xml.Linq;

namespace Mmva.Tasks;

/// <summary>A timeline as FCPXML 1.10: the video is the primary storyline, audio from other files is connected below it.</summary>
/// <remarks>
/// Times are fractions of a second, whole multiples of the frame duration. The time of a file or sequence starts at its time code; what is inside
/// counts from there.
/// </remarks>
internal static class FinalCutPro
{
    private const string SequenceFormat = "r1";

    private static readonly Dictionary<int, string> AudioRates = new()
    {
        [32000] = "32k", [44100] = "44.1k", [48000] = "48k", [88200] = "88.2k", [96000] = "96k", [176400] = "176.4k", [192000] = "192k",
    };

    public static string Format(Timeline timeline)
    {
        var rate = timeline.Rate;
        var resources = new XElement("resources", new XElement("format",
            new XAttribute("id", SequenceFormat), new XAttribute("frameDuration", Time(1, rate)),
            new XAttribute("width", timeline.Size.Width), new XAttribute("height", timeline.Size.Height)));
        var ids = new Dictionary<TimelineSource, string>();
        foreach (var source in timeline.Sources) resources.Add(Resource(source, timeline, ids));
        var sequence = new XElement("sequence",
            new XAttribute("format", SequenceFormat), new XAttribute("duration", Time(timeline.Length, rate)),
            new XAttribute("tcStart", Time(timeline.Start, rate)), new XAttribute("tcFormat", CodeFormat(timeline.Code)),
            new XAttribute("audioLayout", timeline.Sound?.Channels switch { 1 => "mono", > 2 => "surround", _ => "stereo" }),
            new XAttribute("audioRate", AudioRates.GetValueOrDefault(timeline.Sound?.SampleRate ?? 0, "48k")),
            new XElement("spine", Spine(timeline, ids)));
        return XmlText.Of(new XElement("fcpxml", new XAttribute("version", "1.10"), resources,
            new XElement("library", new XElement("event", new XAttribute("name", timeline.Name),
                new XElement("project", new XAttribute("name", timeline.Name), sequence)))));
    }

    private static IEnumerable<XElement> Resource(TimelineSource source, Timeline timeline, Dictionary<TimelineSource, string> ids)
    {
        var format = SequenceFormat;
        if (source.IsStill)
        {
            format = $"f{ids.Count + 1}";
            yield return new("format",
                new XAttribute("id", format), new XAttribute("name", "FFVideoFormatRateUndefined"),
                source.Size is var (width, height) ? new object[] { new XAttribute("width", width), new XAttribute("height", height) } : null);
        }
        var id = ids[source] = $"a{ids.Count + 1}";
        var length = source.IsStill ? 0 : timeline.Clips.Where(clip => clip.Source == source).Max(clip => Math.Max(clip.Out, source.Length));
        yield return new("asset",
            new XAttribute("id", id), new XAttribute("name", source.Name), new XAttribute("start", Time(source.Start, timeline.Rate)),
            new XAttribute("duration", Time(length, timeline.Rate)),
            source.Size is null && !source.IsStill ? null
                : new object[] { new XAttribute("hasVideo", 1), new XAttribute("format", format), new XAttribute("videoSources", 1) },
            source.Sound is not var (channels, sampleRate) ? null : new object[]
            {
                new XAttribute("hasAudio", 1), new XAttribute("audioSources", 1), new XAttribute("audioChannels", channels),
                new XAttribute("audioRate", sampleRate),
            },
            new XElement("media-rep", new XAttribute("kind", "original-media"), new XAttribute("src", source.Url)));
    }

    private static IEnumerable<XElement> Spine(Timeline timeline, Dictionary<TimelineSource, string> ids)
    {
        var connected = timeline.Clips.Where(clip => !clip.HasVideo).ToList();
        var end = 0L;
        foreach (var (gap, clip) in Timeline.WithGaps(timeline.Video))
        {
            if (gap > 0) yield return Gap(end, gap);
            yield return Clip(clip, timeline.Start + clip.Record, [.. connected.Where(c => c.Record >= clip.Record && c.Record < clip.RecordEnd)]);
            end = clip.RecordEnd;
        }
        if (end < timeline.Length) yield return Gap(end, timeline.Length - end);

        XElement Gap(long start, long length) => new("gap",
            new XAttribute("name", "Gap"), new XAttribute("offset", Time(timeline.Start + start, timeline.Rate)), new XAttribute("start", "0s"),
            new XAttribute("duration", Time(length, timeline.Rate)),
            connected.Where(c => c.Record >= start && c.Record < start + length).Select(c => Clip(c, c.Record - start, [])));

        // the offset counts in the time of what the clip is in
        XElement Clip(TimelineClip clip, long offset, List<TimelineClip> below)
        {
            var start = clip.Source.Start + clip.In;
            return new(clip.Source.IsStill ? "video" : "asset-clip",
                new XAttribute("ref", ids[clip.Source]), clip.HasVideo ? null : new XAttribute("lane", -1),
                new XAttribute("offset", Time(offset, timeline.Rate)), new XAttribute("name", clip.Source.Name),
                new XAttribute("start", Time(start, timeline.Rate)), new XAttribute("duration", Time(clip.Length, timeline.Rate)),
                clip.Source.IsStill ? null : new XAttribute("tcFormat", CodeFormat(clip.Source.Code)),
                Part(clip) is { } part ? new XAttribute("srcEnable", part) : null,
                below.Select(c => Clip(c, start + c.Record - clip.Record, [])));
        }
    }

    private static string? Part(TimelineClip clip) => clip.Source switch
    {
        { IsStill: true } => null,
        { Sound: not null } when !clip.HasAudio => "video",
        { Size: not null } when !clip.HasVideo => "audio",
        _ => null,
    };

    private static string CodeFormat(TimeCode code) => code.IsDropFrame ? "DF" : "NDF";

    private static string Time(long frames, TimelineRate rate)
    {
        var (seconds, rest) = Math.DivRem(frames * rate.Denominator, rate.Numerator);
        return rest == 0 ? string.Create(CultureInfo.InvariantCulture, $"{seconds}s")
            : string.Create(CultureInfo.InvariantCulture, $"{frames * rate.Denominator}/{rate.Numerator}s");
    }
}
