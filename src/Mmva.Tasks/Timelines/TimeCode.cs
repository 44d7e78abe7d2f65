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

    /// <summary>How many numbers are left out at once.</summary>
    public int Dropped => IsDropFrame ? PerSecond / NtscRate * DroppedOfNtsc : 0;

    private long FramesPerMinute => (PerSecond * 60) - Dropped;

    private long FramesPerTenMinutes => (10 * FramesPerMinute) + Dropped;

    private long FramesPerDay => FramesPerTenMinutes * 6 * HoursPerDay;

    /// <summary>Whether a text is a time code at some rate.</summary>
    public static bool IsOne(string text) => Pattern().IsMatch(text);

    /// <summary>Reads a time code.</summary>
    /// <param name="text">The text, such as 01:00:00:00, or 01:00:00;00 for drop-frame.</param>
    /// <param name="rate">The frames; where there is no drop-frame time code, the separator does not count.</param>
    /// <returns>The time code and its frame, or <see langword="null"/> if the text is not a time code at this rate.</returns>
    public static (TimeCode Code, long Frame)? Parse(string? text, TimelineRate rate)
    {
        var match = Pattern().Match(text ?? "");
        if (!match.Success) return null;
        int Part(int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        var (hours, minutes, seconds, frame) = (Part(1), Part(2), Part(3), Part(5));
        if (frame >= rate.Base) return null;
        var code = new TimeCode(rate.Base, rate.AllowsDropFrame && match.Groups[4].Value != ":");
        var totalMinutes = (hours * MinutesPerHour) + minutes;
        var number = ((((long)totalMinutes * 60) + seconds) * rate.Base) + frame;
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

    // a semicolon or a point before the frames is that of drop-frame time code
    [GeneratedRegex(@"^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)([:;.])(\d\d)\z", RegexOptions.ECMAScript)]
    private static partial Regex Pattern();
}
