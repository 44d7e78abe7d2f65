using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>A soundtrack as a timeline: pictures or shots on the track of video, music on that of audio, a chapter for each part.</summary>
internal static class SoundtrackTimeline
{
    // what the headers of music do not say here
    private static readonly SoundTrack Stereo = new(2, 44_100);

    /// <summary>The frames of a video, or those of photos.</summary>
    public static TimelineRate RateOf(VideoInfo? video) =>
        video is null ? new(SoundtrackVideoOptions.DefaultFramesPerSecond, false) : TimelineRate.Of(video);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="MmvaException">There is no such start time code at the rate of the timeline.</exception>
    public static Timeline Of(Soundtrack soundtrack, VideoInfo? video, TimelineOptions? options)
    {
        options = (options ?? new()).Validated(new TimelineOptionsValidator());
        var rate = RateOf(video);
        var sources = new Dictionary<(string Path, bool IsMusic), TimelineSource>();
        var code = options.UseSourceTimeCode ? TimeCode.Parse(video?.TimeCode, rate) : null;
        var plain = new TimeCode(rate.Base, false);

        var clips = soundtrack.Slides
            .Select(slide => Clip(Picture(slide.Picture), slide.Picture.VideoStart ?? TimeSpan.Zero, slide.Start, slide.End, false)).ToList();
        var plays = MusicPlay.Of(soundtrack);
        for (var i = 0; i < plays.Count; i++)
        {
            var end = i + 1 < plays.Count ? plays[i + 1].Start : soundtrack.Length; // fades are left to the editing program
            clips.Add(Clip(Music(plays[i].Track), TimeSpan.Zero, plays[i].Start, end, true));
        }
        var (timeCode, start) = Timeline.StartOf(rate, options, code?.Code ?? plain);
        return new(
            TimelineSource.Line(Path.GetFileName(soundtrack.Video) ?? "Soundtrack"), rate,
            video is null ? (SoundtrackVideoOptions.DefaultWidth, SoundtrackVideoOptions.DefaultHeight) : (video.Width, video.Height),
            [.. clips.Where(clip => clip.Length > 0).OrderBy(clip => clip.Record)])
        {
            Code = timeCode,
            Start = start,
            Chapters =
            [
                .. soundtrack.Parts.Select(part =>
                    new TimelineChapter(rate.FrameAt(part.Start), rate.FrameAt(part.End), TimelineSource.Line(part.Track.Title))),
            ],
        };

        TimelineClip Clip(TimelineSource source, TimeSpan from, TimeSpan begin, TimeSpan end, bool isMusic)
        {
            var record = rate.FrameAt(begin);
            return new(source, rate.FrameAt(from), rate.FrameAt(end) - record, record, !isMusic, isMusic);
        }

        TimelineSource Picture(SoundtrackPicture picture) => Source(picture.Path, false, () => picture.VideoStart is null
            ? new(picture.Path, 0, plain) { IsStill = true }
            : new(picture.Path, rate.FrameAt(video?.Duration ?? TimeSpan.Zero), code?.Code ?? plain)
            {
                Start = code is var (_, first) ? Math.Max(0, first - rate.FrameAt(video!.FirstImage)) : 0,
                Size = video is null ? (SoundtrackVideoOptions.DefaultWidth, SoundtrackVideoOptions.DefaultHeight) : (video.Width, video.Height),
                Sound = video?.Sound,
            });

        TimelineSource Music(SoundtrackTrack track) =>
            Source(track.Path, true, () => new(track.Path, rate.FrameAt(track.Length), plain) { Sound = Stereo });

        // one source for each file, as clips are grouped by it
        TimelineSource Source(string path, bool isMusic, Func<TimelineSource> create) =>
            sources.TryGetValue((path, isMusic), out var known) ? known : sources[(path, isMusic)] = create();
    }
}
