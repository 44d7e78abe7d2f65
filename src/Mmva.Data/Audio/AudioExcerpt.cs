using System.Globalization;

namespace Mmva.Data;

/// <summary>A part of a piece of music, in seconds.</summary>
internal readonly record struct AudioWindow(double Start, double Length);

/// <summary>Which windows of a piece are listened to: all of one length, evenly spaced, each in the middle of an equal share of the piece.</summary>
/// <param name="Count">The number of windows.</param>
/// <param name="Window">The length of each, in seconds.</param>
internal readonly record struct AudioExcerpt(int Count, double Window)
{
    // increment the number whenever other windows are chosen: features are cached under it
    public const string Version = "excerpt-1";

    // what the joined windows may lack, in seconds: times are written in milliseconds
    private const double Tolerance = 0.05;

    /// <summary>The excerpt that the options ask for, or null for all of a piece.</summary>
    public static AudioExcerpt? Of(AudioDecoderOptions options)
    {
        if (options.Excerpt is not { } excerpt) return null;
        var count = Math.Max(1, (int)(excerpt.Ticks / options.ExcerptWindow.Ticks));
        return new(count, Math.Min(options.ExcerptWindow.TotalSeconds, excerpt.TotalSeconds));
    }

    /// <summary>Identifies the windows and the rate that the options ask for; empty for whole files as they are.</summary>
    public static string FingerprintOf(AudioDecoderOptions options) => string.Join(' ', new[]
    {
        Of(options) is var (count, window) ? string.Create(CultureInfo.InvariantCulture, $"{Version} {count} x {window} s") : null,
        options.MaxSampleRate is { } rate ? string.Create(CultureInfo.InvariantCulture, $"up to {rate} Hz") : null,
    }.Where(part => part is not null));

    /// <summary>The windows of a piece of a duration in seconds, or null if all of it is listened to.</summary>
    public IReadOnlyList<AudioWindow>? Plan(double duration)
    {
        var (count, window) = this;
        if (!(duration > (count + 1) * window)) return null;
        return [.. Enumerable.Range(0, count).Select(i => new AudioWindow((((i + 0.5) * duration) / count) - (window / 2), window))];
    }

    /// <summary>Whether a decoder returned all of the windows.</summary>
    public bool IsComplete(Waveform joined) => joined.DecodedDuration >= (Count * Window) - Tolerance;
}

/// <summary>The windows of an excerpt in samples.</summary>
/// <param name="windows">In order, without overlaps.</param>
/// <param name="sampleRate">The rate (Hz) of the audio.</param>
internal sealed class SampleWindows(IReadOnlyList<AudioWindow> windows, int sampleRate)
{
    /// <summary>All samples of the windows.</summary>
    public long Total => windows.Count * Length;

    private long Length { get; } = Math.Max(1, (long)Math.Round(windows[0].Length * sampleRate));

    /// <summary>The parts of some samples that lie in windows, as indexes within them.</summary>
    /// <param name="position">The index of the first sample in the whole audio.</param>
    /// <param name="count">The number of samples.</param>
    public IEnumerable<Range> Within(long position, int count)
    {
        foreach (var window in windows)
        {
            var start = (long)Math.Round(window.Start * sampleRate);
            var (from, to) = (Math.Max(start, position) - position, Math.Min(start + Length, position + count) - position);
            if (from < to) yield return (int)from..(int)to;
        }
    }
}
