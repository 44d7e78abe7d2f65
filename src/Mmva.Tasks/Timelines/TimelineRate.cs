using Mmva.Data;

namespace Mmva.Tasks;

/// <summary>The frames of a timeline: an integer per second, or slower by 1000/1001 as in NTSC video.</summary>
/// <param name="Base">The frame numbers per second of time code: 30 for 30 and for 29.97 frames.</param>
/// <param name="IsNtsc">Whether the frames are slower by 1000/1001.</param>
internal readonly record struct TimelineRate(int Base, bool IsNtsc)
{
    private const int Min = 10, Max = 60, MostMultiples = 1000;
    private const double NtscSlowdown = 1.001, Tolerance = 3e-4, MaxNominal = 480;

    public long Numerator => IsNtsc ? Base * 1000L : Base;

    public int Denominator => IsNtsc ? 1001 : 1;

    public double PerSecond => (double)Numerator / Denominator;

    /// <summary>Whether drop-frame time code exists.</summary>
    public bool AllowsDropFrame => IsNtsc && Base % 30 == 0;

    /// <summary>
    /// The rate for a video: its own if it is an integer or an NTSC rate from 10 to 60, else the smallest multiple or the largest fraction that is,
    /// so that the frames of the video remain frames, else (for the mean of a variable rate) the nearest integer, so that seconds remain seconds.
    /// </summary>
    public static TimelineRate Of(double perSecond)
    {
        for (var factor = 1; factor <= MostMultiples; factor++)
        {
            var rate = perSecond > Max + Tolerance ? perSecond / factor : perSecond * factor;
            if (rate > Max + Tolerance && perSecond <= Max) break;
            if (rate < Min - Tolerance && perSecond > Max) break;
            if (rate is >= Min - Tolerance and <= Max + Tolerance && Standard(rate) is { } standard) return standard;
        }
        return new((int)Math.Round(Math.Clamp(perSecond, Min, Max)), false);
    }

    /// <summary>The rate for a video. If its rate varies, that with a frame for every image counts, unless it is a clock.</summary>
    public static TimelineRate Of(VideoInfo video) => Of(video.NominalRate is { } nominal and <= MaxNominal ? nominal : video.FrameRate);

    /// <summary>The frame whose start is nearest to a time.</summary>
    public long FrameAt(TimeSpan time) =>
        (long)Math.Round((decimal)time.Ticks * Numerator / (TimeSpan.TicksPerSecond * Denominator), MidpointRounding.AwayFromZero);

    // containers round 29.97003 to 29.97 or 2997/100
    private static TimelineRate? Standard(double rate)
    {
        var whole = (int)Math.Round(rate);
        if (Math.Abs(rate - whole) < whole * Tolerance) return new(whole, false);
        return Math.Abs(rate - (whole / NtscSlowdown)) < whole * Tolerance ? new(whole, true) : null;
    }
}
