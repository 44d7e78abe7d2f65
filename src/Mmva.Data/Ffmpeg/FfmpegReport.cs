using System.Globalization;
using System.Text.RegularExpressions;

namespace Mmva.Data;

/// <summary>What ffmpeg reports about its input while it decodes it, at the log level <see cref="LogLevel"/>.</summary>
/// <remarks>Asking ffprobe would take another process, whose start takes longer than decoding a song.</remarks>
internal sealed partial class FfmpegReport
{
    /// <summary>The arguments that make ffmpeg report.</summary>
    public static readonly string[] LogLevel = ["-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+info"];

    private const double LeastUnknownSize = 0x7F000000;

    private double? _duration;
    private double _start, _kilobits;
    private bool _isEstimated, _isOutput, _hasAudio;

    // durations of these are computed from the time stamps of what is there, and so are no promise
    private static readonly string[] WithoutDuration = ["mpegts", "mpeg", "ogg"];

    /// <summary>The demuxer.</summary>
    public string Format { get; private set; } = "";

    /// <summary>Whether the first audio track is uncompressed.</summary>
    public bool IsPcm { get; private set; }

    /// <summary>The number of tracks, without cover images.</summary>
    public int Tracks { get; private set; }

    /// <summary>The duration that the file states for all its tracks, in seconds; null if ffmpeg estimates it, or does not know it.</summary>
    public double? Duration => _isEstimated || WithoutDuration.Contains(Format) ? null : _duration - (IsMatroska ? Math.Max(0, _start) : 0);

    /// <summary>Whether the format counts its duration from time 0, whenever its tracks start.</summary>
    public bool IsMatroska => Format == "matroska";

    /// <summary>Whether a stated duration stands for an unknown one: programs that cannot seek back write the largest size.</summary>
    public bool IsOpen(double duration) => Format is "aiff" or "au" && duration * (_kilobits + 1) * 125 >= LeastUnknownSize;

    /// <summary>Reads a line of the error output.</summary>
    /// <returns>Whether it is part of the report: it is not an error.</returns>
    public bool Read(string line)
    {
        if (line.Contains("Estimating duration from bitrate", StringComparison.Ordinal)) _isEstimated = true;
        if (line.StartsWith("[info] Output #", StringComparison.Ordinal)) _isOutput = true;
        if (!_isOutput && line.StartsWith("[info] ", StringComparison.Ordinal)) ReadInput(line);
        return Level().Match(line) is { Success: true } level ? level.Groups[1].Value is "info" or "warning" or "verbose" : Format.Length > 0;
    }

    private void ReadInput(string line)
    {
        if (Input().Match(line) is { Success: true } input) Format = input.Groups[1].Value;
        if (DurationLine().Match(line) is { Success: true } duration)
        {
            _duration = (3600 * Number(duration, 1)) + (60 * Number(duration, 2)) + Number(duration, 3);
            _start = duration.Groups[4].Success ? Number(duration, 4) : 0;
        }
        if (Stream().Match(line) is not { Success: true } stream) return;
        if (!line.Contains("(attached pic)", StringComparison.Ordinal)) Tracks++;
        if (stream.Groups[1].Value != "Audio" || _hasAudio) return;
        _hasAudio = true;
        IsPcm = stream.Groups[2].Value.StartsWith("pcm_", StringComparison.Ordinal);
        _kilobits = BitRate().Match(line) is { Success: true } rate ? Number(rate, 1) : 0;
    }

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:\[[^\]]* @ [^\]]*\] ?)?\[(\w+)\] ")]
    private static partial Regex Level();

    [GeneratedRegex(@"^\[info\] Input #0, ([^, ]+)")]
    private static partial Regex Input();

    [GeneratedRegex(@"^\[info\]   Duration: ([0-9]+):([0-9][0-9]):([0-9][0-9]\.[0-9]+)(?:, start: (-?[0-9]+\.[0-9]+))?")]
    private static partial Regex DurationLine();

    [GeneratedRegex(@"^\[info\]   Stream #0:[0-9]+[^ ]*: (\w+): (\w+)")]
    private static partial Regex Stream();

    [GeneratedRegex(@", ([0-9]+) kb/s")]
    private static partial Regex BitRate();
}
