namespace Mmva.Data;

/// <summary>Consecutive frames of a cut, as numbers of frames since the first one of the video's grid.</summary>
internal readonly record struct FrameRange(long First, long Count)
{
    public long End => First + Count;
}

/// <summary>Parts of a cut that one run of ffmpeg decodes.</summary>
/// <param name="Origin">The frame at which the clock of the run starts; 0 for a run that decodes from the start.</param>
/// <param name="Ranges">The frames.</param>
internal sealed record CutGroup(long Origin, IReadOnlyList<FrameRange> Ranges)
{
    public long End => Ranges[^1].End;
}

/// <summary>
/// The parts of a cut on a grid of frames: as images and audio are cut at the same times, they cannot drift apart, however many parts there are.
/// </summary>
internal sealed class CutPlan
{
    // slides that last seconds are repeated: parts end where they should
    private const double MinRate = 10, MaxRate = 60, MaxMultiple = 8;

    // a run has a number of parts that fits into a command line; between near parts decoding goes on
    private const int MaxParts = 200;

    // Decoding starts before the key frame that precedes a part, audio a second before: its decoder starts up.
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(10), LeadIn = TimeSpan.FromSeconds(1);

    // with a tolerance for times in microseconds
    private const double Rounding = 1e-3;

    private readonly ProbedVideo _video;

    public CutPlan(ProbedVideo video, IReadOnlyList<VideoPart> parts)
    {
        _video = video;
        Rate = RateOf(video.Rate);
        var start = video.FirstImage.TotalSeconds;
        Phase = Math.Max(0, start - (Math.Floor((start * Rate.PerSecond) + Rounding) / Rate.PerSecond));
        Ranges = Snap(parts);
        Groups = video.IsSeekable ? NearParts() : [.. Ranges.Chunk(MaxParts).Select(ranges => new CutGroup(0, ranges))];
    }

    /// <summary>The rate of the cut.</summary>
    public FrameRate Rate { get; }

    /// <summary>The time of frame 0 in seconds: the images of a video need not start with its audio.</summary>
    public double Phase { get; }

    /// <summary>The frames of the cut.</summary>
    public IReadOnlyList<FrameRange> Ranges { get; }

    /// <summary>The runs, in order.</summary>
    public IReadOnlyList<CutGroup> Groups { get; }

    /// <summary>The number of frames of the cut.</summary>
    public long FrameCount => Ranges.Sum(range => range.Count);

    /// <summary>The time of a frame in seconds, from the start of the file.</summary>
    public double TimeOf(long frame) => Phase + ((double)frame * Rate.Denominator / Rate.Numerator);

    /// <summary>The number of samples that a number of frames of the cut takes.</summary>
    public long SamplesOf(long frames, int sampleRate) =>
        (long)Math.Round((decimal)frames * sampleRate * Rate.Denominator / Rate.Numerator, MidpointRounding.AwayFromZero);

    // every image of the video has a frame of its own, unless there are too many or too few
    private static FrameRate RateOf(FrameRate rate) =>
        rate.PerSecond < MinRate ? rate * (long)Math.Ceiling(MinRate / rate.PerSecond)
        : rate.PerSecond <= MaxRate ? rate
        : rate.PerSecond <= MaxRate * MaxMultiple ? rate / (long)Math.Ceiling(rate.PerSecond / MaxRate)
        : new((long)MaxRate, 1);

    private List<FrameRange> Snap(IReadOnlyList<VideoPart> parts)
    {
        var ranges = new List<FrameRange>();
        foreach (var part in parts)
        {
            var before = ranges.Count == 0 ? 0 : ranges[^1].End;
            var first = Math.Max(FrameAt(part.Start), before);
            var end = Math.Max(FrameAt(part.End), first + 1);
            if (ranges.Count > 0 && first == before) ranges[^1] = new(ranges[^1].First, end - ranges[^1].First);
            else ranges.Add(new(first, end - first));
        }
        return ranges;
    }

    private long FrameAt(TimeSpan time) => Math.Max(0, (long)Math.Round((time.TotalSeconds - Phase) * Rate.PerSecond, MidpointRounding.AwayFromZero));

    private List<CutGroup> NearParts()
    {
        var groups = new List<CutGroup>();
        var ranges = new List<FrameRange>();
        foreach (var range in Ranges)
        {
            if (ranges.Count == MaxParts || (ranges.Count > 0 && TimeOf(range.First) - TimeOf(ranges[^1].End) > Near.TotalSeconds)) Close();
            ranges.Add(range);
        }
        Close();
        return groups;

        void Close()
        {
            var origin = ranges[0].First - (long)Math.Ceiling(LeadIn.TotalSeconds * Rate.PerSecond);
            groups.Add(new(TimeOf(origin) > Near.TotalSeconds ? origin : 0, ranges));
            ranges = [];
        }
    }
}
