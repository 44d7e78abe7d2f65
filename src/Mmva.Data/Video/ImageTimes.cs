using System.Globalization;

namespace Mmva.Data;

/// <summary>The times of the images that ffmpeg decodes, from its <c>framecrc</c> output: they show what is missing, and that it is alive.</summary>
/// <param name="seen">Receives the time of each image in seconds; optional.</param>
internal sealed class ImageTimes(Action<double>? seen = null)
{
    /// <summary>Added to the times: images before the start of a run have negative ones.</summary>
    public const int Shift = 1000;

    private const double Microsecond = 1e-6;

    /// <summary>The time of the first image in seconds; infinite for none.</summary>
    public double First { get; private set; } = double.PositiveInfinity;

    /// <summary>The time of the last image in seconds.</summary>
    public double Last { get; private set; } = double.NegativeInfinity;

    /// <summary>The end of the last image in seconds.</summary>
    public double End { get; private set; }

    /// <summary>The longest time between two images in seconds.</summary>
    public double LongestGap { get; private set; }

    /// <summary>The filters whose output is written.</summary>
    public static string Filters => $"crop=2:2:0:0,setpts=PTS+{Shift}/TB";

    /// <summary>The arguments that write it to the error output.</summary>
    /// <param name="label">The label of the filters' output.</param>
    /// <param name="seconds">Where to stop, or <see langword="null"/> for the end of the video.</param>
    public static string[] Output(string label, double? seconds = null) =>
    [
        "-map", label, "-c:v", "rawvideo", "-enc_time_base", "1:1000000",
        .. seconds is { } end ? (string[])["-t", FfmpegArguments.Number(Shift + end)] : [], "-flush_packets", "1", "-f", "framecrc", "pipe:2",
    ];

    /// <summary>Receives a line of the error output.</summary>
    /// <returns>Whether it belongs to this output.</returns>
    public bool IsReport(string line)
    {
        if (line.StartsWith('#')) return true;
        // stream, dts, pts, duration, size, checksum
        var fields = line.Split(',', StringSplitOptions.TrimEntries);
        if (fields.Length < 6 || !long.TryParse(fields[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds))
            return false;
        var time = (microseconds * Microsecond) - Shift;
        if (time > Last)
        {
            if (Last >= First) LongestGap = Math.Max(LongestGap, time - Last);
            Last = time;
            End = time + (long.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var duration) ? duration * Microsecond : 0);
        }
        First = Math.Min(First, time);
        seen?.Invoke(time);
        return true;
    }
}
