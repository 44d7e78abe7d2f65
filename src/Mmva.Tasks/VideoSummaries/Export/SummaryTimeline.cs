namespace Mmva.Tasks;

/// <summary>A summary as a timeline: one clip, and one chapter, for each continuous part of it.</summary>
internal static class SummaryTimeline
{
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="MmvaException">There is no such start time code at the rate of the video.</exception>
    public static Timeline Of(VideoSummary summary, TimelineOptions? options)
    {
        options = (options ?? new()).Validated(new TimelineOptionsValidator());
        var video = summary.Video;
        var rate = TimelineRate.Of(video);
        var code = options.UseSourceTimeCode ? TimeCode.Parse(video.TimeCode, rate) : null;
        var source = new TimelineSource(summary.Path, rate.FrameAt(summary.Duration), code?.Code ?? new(rate.Base, false))
        {
            Start = code is var (_, first) ? Math.Max(0, first - rate.FrameAt(video.FirstImage)) : 0, // the code is that of the first image
            Size = (video.Width, video.Height),
            Sound = video.Sound,
        };
        var clips = new List<TimelineClip>();
        foreach (var (start, end) in Parts(summary))
        {
            var (from, to) = (rate.FrameAt(start), rate.FrameAt(end));
            if (to > from) clips.Add(new(source, from, to - from, clips.Count == 0 ? 0 : clips[^1].RecordEnd, true, video.Sound is not null));
        }
        var (timeCode, startFrame) = Timeline.StartOf(rate, options, source.Code);
        return new(source.Name, rate, (video.Width, video.Height), clips)
        {
            Code = timeCode,
            Start = startFrame,
            Chapters = [.. clips.Select((clip, i) => new TimelineChapter(clip.Record, clip.RecordEnd, FormattableString.Invariant($"Part {i + 1}")))],
        };
    }

    private static IEnumerable<(TimeSpan Start, TimeSpan End)> Parts(VideoSummary summary)
    {
        (TimeSpan Start, TimeSpan End)? open = null;
        foreach (var shot in summary.Chosen)
        {
            if (open is { } before && before.End == shot.Start) open = (before.Start, shot.End);
            else
            {
                if (open is { } done) yield return done;
                open = (shot.Start, shot.End);
            }
        }
        if (open is { } last) yield return last;
    }
}
