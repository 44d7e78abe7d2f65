using System.Xml.Linq;

namespace Mmva.Tasks;

/// <summary>A timeline as the XML of Final Cut Pro 7 (xmeml 5): a track for video, and one for each channel of audio, linked.</summary>
/// <remarks>In this format clips count from the start of their file, whose time code is said once.</remarks>
internal sealed class FinalCut7
{
    private const int MostChannels = 8, Depth = 16, DefaultSampleRate = 48000;

    private readonly Timeline _timeline;
    private readonly List<TimelineClip> _video;
    private readonly List<List<TimelineClip>> _audio; // by channel
    private readonly Dictionary<TimelineSource, string> _files = [];

    private FinalCut7(Timeline timeline)
    {
        _timeline = timeline;
        _video = [.. timeline.Video];
        _audio =
        [
            .. Enumerable.Range(1, Math.Min(timeline.Sound?.Channels ?? 0, MostChannels))
                .Select(channel => timeline.Audio.Where(clip => clip.Source.Sound?.Channels >= channel).ToList()),
        ];
        foreach (var source in timeline.Sources) _files[source] = $"file-{_files.Count + 1}";
    }

    public static string Format(Timeline timeline) => XmlText.Of(new FinalCut7(timeline).Document());

    private XElement Document() => new("xmeml", new XAttribute("version", "5"), new XElement("sequence",
        new XAttribute("id", "sequence-1"), new XElement("name", _timeline.Name), new XElement("duration", _timeline.Length), Rate(),
        Code(_timeline.Code, _timeline.Start), new XElement("media", Video(), Audio())));

    private XElement Video() => new("video",
        new XElement("format", new XElement("samplecharacteristics",
            Rate(), new XElement("width", _timeline.Size.Width), new XElement("height", _timeline.Size.Height), new XElement("anamorphic", "FALSE"),
            new XElement("pixelaspectratio", "square"), new XElement("fielddominance", "none"))),
        new XElement("track", _video.Select(clip => Item(clip, 0)), TrackState()));

    private XElement Audio() => new("audio",
        new XElement("numOutputChannels", Math.Max(2, _audio.Count)),
        new XElement("format", SoundOf(_timeline.Sound?.SampleRate ?? DefaultSampleRate)),
        _audio.Select((clips, channel) => new XElement("track",
            clips.Select(clip => Item(clip, channel + 1)), TrackState(), new XElement("outputchannelindex", channel + 1))));

    /// <param name="clip">The clip.</param>
    /// <param name="channel">The channel of its audio from 1, or 0 for its images.</param>
    private XElement Item(TimelineClip clip, int channel) => new("clipitem",
        new XAttribute("id", Id(clip, channel)), new XElement("name", clip.Source.Name), new XElement("enabled", "TRUE"),
        new XElement("duration", Math.Max(clip.Source.Length, clip.Out)), Rate(),
        new XElement("start", clip.Record), new XElement("end", clip.RecordEnd), new XElement("in", clip.In), new XElement("out", clip.Out),
        clip.Source.IsStill ? new XElement("stillframe", "TRUE") : null,
        File(clip, channel),
        new XElement("sourcetrack", new XElement("mediatype", channel == 0 ? "video" : "audio"), new XElement("trackindex", Math.Max(1, channel))),
        Links(clip));

    // OpenShot looks for the path in every clip, and takes one with a path for a clip of its own
    private XElement File(TimelineClip clip, int channel)
    {
        var file = new XElement("file", new XAttribute("id", _files[clip.Source]));
        if (channel != (clip.HasVideo ? 0 : 1)) return file;
        var source = clip.Source;
        file.Add(
            new XElement("name", source.Name), new XElement("pathurl", source.UrlOf("localhost")), Rate(),
            new XElement("duration", Math.Max(source.Length, _timeline.Clips.Where(c => c.Source == source).Max(c => c.Out))),
            Code(source.Code, source.Start),
            new XElement("media",
                source.Size is not var (width, height) ? null : new XElement("video", new XElement("samplecharacteristics",
                    Rate(), new XElement("width", width), new XElement("height", height), new XElement("anamorphic", "FALSE"),
                    new XElement("pixelaspectratio", "square"), new XElement("fielddominance", "none"))),
                source.Sound is not var (channels, sampleRate) ? null
                    : new XElement("audio", SoundOf(sampleRate), new XElement("channelcount", channels))));
        return file;
    }

    private IEnumerable<XElement> Links(TimelineClip clip)
    {
        var channels = Enumerable.Range(0, _audio.Count + 1).Where(channel => Track(channel).Contains(clip)).ToList();
        if (channels.Count < 2) return [];
        return channels.Select(channel => new XElement("link",
            new XElement("linkclipref", Id(clip, channel)), new XElement("mediatype", channel == 0 ? "video" : "audio"),
            new XElement("trackindex", Math.Max(1, channel)), new XElement("clipindex", Track(channel).IndexOf(clip) + 1),
            channel == 0 ? null : new XElement("groupindex", 1)));
    }

    private List<TimelineClip> Track(int channel) => channel == 0 ? _video : _audio[channel - 1];

    private string Id(TimelineClip clip, int channel) =>
        (channel == 0 ? "clipitem-v" : FormattableString.Invariant($"clipitem-a{channel}-"))
        + FormattableString.Invariant($"{Track(channel).IndexOf(clip) + 1}");

    private XElement Rate() => new("rate",
        new XElement("timebase", _timeline.Rate.Base), new XElement("ntsc", _timeline.Rate.IsNtsc ? "TRUE" : "FALSE"));

    private XElement Code(TimeCode code, long frame) => new("timecode",
        Rate(), new XElement("string", code.Format(frame)), new XElement("frame", frame),
        new XElement("displayformat", code.IsDropFrame ? "DF" : "NDF"));

    private static XElement SoundOf(int sampleRate) =>
        new("samplecharacteristics", new XElement("depth", Depth), new XElement("samplerate", sampleRate));

    private static XElement[] TrackState() => [new("enabled", "TRUE"), new("locked", "FALSE")];
}
