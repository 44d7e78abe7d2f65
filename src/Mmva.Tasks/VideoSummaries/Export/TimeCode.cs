using System.Globalization;
using System.Text.RegularExpressions;

namespace Mmva.Tasks;

/// <summary>Time code: hours, minutes, seconds and frames (SMPTE ST 12-1). It starts again after 24 hours.</summary>
/// <param name="PerSecond">The frame numbers per second: 30 for 29.97 frames.</param>
/// <param name="IsDropFrame">
/// Whether each minute but every tenth lacks its first two numbers (four of 60), so that 29.97 frames per second keep up with the clock.
/// </param>
internal sealed partial record TimeCode(int PerSecond, bool IsDropFrame)
{
    private const int NtscRate = 30, DroppedOfNtsc = 2, MinutesPerHour = 60, HoursPerDay = 24;

    private int Dropped => IsDropFrame ? PerSecond / NtscRate * DroppedOfNtsc : 0;

    private long FramesPerMinute => (PerSecond * 60) - Dropped;

    private long FramesPerTenMinutes => (10 * FramesPerMinute) + Dropped;

    private long FramesPerDay => FramesPerTenMinutes * 6 * HoursPerDay;

    /// <summary>Reads the time code of a video.</summary>
    /// <param name="text">The text, such as 01:00:00:00, or 01:00:00;00 for drop-frame; <see langword="null"/> for none.</param>
    /// <param name="perSecond">The frame numbers per second.</param>
    /// <param name="isNtsc">Whether the frames are as slow as those of NTSC, for which drop-frame time code is made.</param>
    /// <returns>The time code and its first frame: 0, non-drop, if there is none that makes sense.</returns>
    public static (TimeCode Code, long First) Parse(string? text, int perSecond, bool isNtsc)
    {
        var match = Pattern().Match(text ?? "");
        if (!match.Success) return (new(perSecond, false), 0);
        int Part(int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        var (hours, minutes, seconds, frame) = (Part(1), Part(2), Part(3), Part(5));
        if (hours >= HoursPerDay || minutes >= 60 || seconds >= 60 || frame >= perSecond) return (new(perSecond, false), 0);
        var code = new TimeCode(perSecond, isNtsc && perSecond % NtscRate == 0 && match.Groups[4].Value != ":");
        var totalMinutes = (hours * MinutesPerHour) + minutes;
        var number = ((((long)totalMinutes * 60) + seconds) * perSecond) + frame;
        return (code, number - (code.Dropped * (totalMinutes - (totalMinutes / 10))));
    }

    /// <summary>Formats a frame.</summary>
    public string Format(long frame)
    {
        var number = frame % FramesPerDay;
        var (tens, rest) = Math.DivRem(number, FramesPerTenMinutes);
        if (rest >= Dropped) number += Dropped * ((9 * tens) + ((rest - Dropped) / FramesPerMinute));
        else number += Dropped * 9 * tens;
        var seconds = number / PerSecond;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}{(IsDropFrame ? ';' : ':')}{number % PerSecond:00}");
    }

    [GeneratedRegex(@"^(\d\d):(\d\d):(\d\d)([:;.])(\d\d)$", RegexOptions.ECMAScript)]
    private static partial Regex Pattern();
}
