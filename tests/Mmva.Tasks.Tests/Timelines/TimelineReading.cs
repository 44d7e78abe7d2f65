using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mmva.Tasks.Tests;

/// <summary>A clip as a file says it, in frames: its start in the source's time code, its length, its start in the timeline's time code.</summary>
internal readonly record struct ReadClip(long Source, long Length, long Record);

/// <summary>Reads the clips of timelines from the texts of all formats, by their own rules and without the code that writes them.</summary>
internal static partial class TimelineReading
{
    public static List<ReadClip> Edl(string text, int perSecond, string channel) =>
        [
            .. Event().Matches(text).Where(match => match.Groups[2].Value == channel).Select(match =>
            {
                var codes = match.Groups[3].Captures.Select(capture => Frame(capture.Value, perSecond)).ToList();
                (codes[1] - codes[0]).Should().Be(codes[3] - codes[2]);
                return new ReadClip(codes[0], codes[1] - codes[0], codes[2]);
            }),
        ];

    public static List<ReadClip> Otio(string text, double rate, string kind)
    {
        var root = JsonDocument.Parse(text).RootElement;
        var record = Value(root.GetProperty("global_start_time"));
        var clips = new List<ReadClip>();
        foreach (var track in root.GetProperty("tracks").GetProperty("children").EnumerateArray())
        {
            if (track.GetProperty("kind").GetString() != kind) continue;
            foreach (var item in track.GetProperty("children").EnumerateArray())
            {
                var (start, length) = Range(item.GetProperty("source_range"));
                if (item.GetProperty("OTIO_SCHEMA").GetString() == "Clip.1")
                {
                    clips.Add(new(start, length, record));
                    var (first, available) = Range(item.GetProperty("media_reference").GetProperty("available_range"));
                    (first <= start && start + length <= first + available).Should().BeTrue("a clip is a part of its file");
                }
                record += length;
            }
        }
        return clips;

        (long, long) Range(JsonElement range) => (Value(range.GetProperty("start_time")), Value(range.GetProperty("duration")));

        long Value(JsonElement time)
        {
            time.GetProperty("rate").GetDouble().Should().Be(rate);
            return (long)time.GetProperty("value").GetDouble();
        }
    }

    /// <summary>The clips of the primary storyline.</summary>
    public static List<ReadClip> FinalCutPro(string text)
    {
        var root = XDocument.Parse(text).Root!;
        var sequence = root.Descendants("sequence").Single();
        var format = root.Descendants("format").Single(f => f.Attribute("id")!.Value == sequence.Attribute("format")!.Value);
        var (numerator, denominator) = Fraction(format.Attribute("frameDuration")!.Value);
        var clips = sequence.Element("spine")!.Elements("asset-clip");
        return [.. clips.Select(clip => new ReadClip(Frames(clip, "start"), Frames(clip, "duration"), Frames(clip, "offset")))];

        long Frames(XElement element, string name)
        {
            var (n, d) = Fraction(element.Attribute(name)!.Value);
            var (frames, rest) = Math.DivRem(n * denominator, d * numerator);
            rest.Should().Be(0, "a time is a whole number of frames");
            return frames;
        }
    }

    /// <summary>The clips of a track; the source counts from the time code of its file.</summary>
    public static List<ReadClip> FinalCut7(string text, string kind, int track)
    {
        var root = XDocument.Parse(text).Root!;
        var sequence = root.Element("sequence")!;
        var codes = root.Descendants("file").Where(file => file.Element("timecode") is not null).DistinctBy(file => file.Attribute("id")!.Value)
            .ToDictionary(file => file.Attribute("id")!.Value, file => Number(file.Element("timecode")!, "frame"));
        var start = Number(sequence.Element("timecode")!, "frame");
        return
        [
            .. sequence.Element("media")!.Element(kind)!.Elements("track").ElementAt(track).Elements("clipitem").Select(item =>
            {
                var (from, to) = (Number(item, "in"), Number(item, "out"));
                (Number(item, "end") - Number(item, "start")).Should().Be(to - from);
                return new ReadClip(codes[item.Element("file")!.Attribute("id")!.Value] + from, to - from, start + Number(item, "start"));
            }),
        ];

        static long Number(XElement element, string name) => long.Parse(element.Element(name)!.Value, CultureInfo.InvariantCulture);
    }

    public static long Frame(string code, int perSecond)
    {
        var parts = code.Split(':', ';').Select(long.Parse).ToList();
        var minutes = (parts[0] * 60) + parts[1];
        var dropped = code.Contains(';') ? perSecond / 15 * (minutes - (minutes / 10)) : 0;
        return (((minutes * 60) + parts[2]) * perSecond) + parts[3] - dropped;
    }

    private static (long Numerator, long Denominator) Fraction(string time)
    {
        time.Should().EndWith("s");
        var parts = time[..^1].Split('/').Select(long.Parse).ToList();
        return (parts[0], parts.Count == 2 ? parts[1] : 1);
    }

    [GeneratedRegex(@"^(\d{3,4})  AX       (V|A)     C       ( \d\d:\d\d:\d\d[:;]\d\d){4}\r$", RegexOptions.Multiline)]
    private static partial Regex Event();
}
