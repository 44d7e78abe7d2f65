using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>
/// Clips of files in order, on one track of video and one of audio: what the files of editing programs have in common. Every number is a number of
/// frames, so that all formats have the same cuts.
/// </summary>
/// <param name="Name">The name, in one line.</param>
/// <param name="Rate">The frames per second.</param>
/// <param name="Size">The size of the images in pixels.</param>
/// <param name="Clips">The clips by <see cref="TimelineClip.Record"/>; those of one track do not overlap.</param>
internal sealed record Timeline(string Name, TimelineRate Rate, (int Width, int Height) Size, IReadOnlyList<TimelineClip> Clips)
{
    /// <summary>The time code in which its frames are shown.</summary>
    public required TimeCode Code { get; init; }

    /// <summary>The frame of the time code at which the timeline starts.</summary>
    public long Start { get; init; }

    /// <summary>The chapters in order, without gaps.</summary>
    public IReadOnlyList<TimelineChapter> Chapters { get; init; } = [];

    public IEnumerable<TimelineClip> Video => Clips.Where(clip => clip.HasVideo);

    public IEnumerable<TimelineClip> Audio => Clips.Where(clip => clip.HasAudio);

    public IEnumerable<TimelineSource> Sources => Clips.Select(clip => clip.Source).Distinct();

    /// <summary>The number of frames.</summary>
    public long Length => Clips.Select(clip => clip.RecordEnd).DefaultIfEmpty().Max();

    /// <summary>The audio with the most channels, or <see langword="null"/> for none.</summary>
    public SoundTrack? Sound => Audio.Select(clip => clip.Source.Sound).OfType<SoundTrack>().MaxBy(sound => sound.Channels);

    /// <summary>The clips of a track, and before each that does not follow the one before at once the length of the gap.</summary>
    public static IEnumerable<(long Gap, TimelineClip Clip)> WithGaps(IEnumerable<TimelineClip> track)
    {
        var end = 0L;
        foreach (var clip in track)
        {
            yield return (clip.Record - end, clip);
            end = clip.RecordEnd;
        }
    }

    /// <summary>The time code of a timeline that starts as the options say.</summary>
    /// <param name="rate">The frames per second.</param>
    /// <param name="options">The options.</param>
    /// <param name="source">The time code of the source, which decides on drop-frame time code if the options have no start.</param>
    /// <exception cref="MmvaException">There is no such time code at this rate.</exception>
    public static (TimeCode Code, long Start) StartOf(TimelineRate rate, TimelineOptions options, TimeCode source)
    {
        if (options.StartTimeCode is not { } text) return (source, 0);
        if (TimeCode.Parse(text, rate) is not var (code, start)) throw Missing($"frames count from 0 to {rate.Base - 1}.");
        if (text[^3] != ':' && !code.IsDropFrame)
            throw Missing($"drop-frame time code exists at 29.97 and 59.94. Use {code.Format(start)}.");
        return code.Format(start)[^2..] == text[^2..] ? (code, start)
            : throw Missing($"drop-frame time code leaves it out. Use {code.Format(start + code.Dropped)}.");

        MmvaException Missing(FormattableString reason) => new(FormattableString.Invariant(
            $"There is no start time code {text} at {rate.PerSecond:0.###} frames per second: {FormattableString.Invariant(reason)}"));
    }
}
