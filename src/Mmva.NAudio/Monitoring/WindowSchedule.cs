using NAudio.Wave;

namespace Mmva.NAudio;

/// <summary>Where windows start and end, in frames: at multiples of the hop, as soon as there is enough for the first one.</summary>
internal sealed class WindowSchedule(WaveFormat format, EmotionMonitorOptions options)
{
    private readonly long _window = Frames(format, options.Window);
    private readonly long _first = Frames(format, options.FirstWindow < options.Window ? options.FirstWindow : options.Window);

    /// <summary>Between the ends of two windows.</summary>
    public long Hop { get; } = Frames(format, options.Hop);

    /// <summary>The longest window.</summary>
    public int Longest => (int)_window;

    /// <summary>The end of the last window that is complete, or 0 if there is none.</summary>
    /// <param name="frames">The frames that have arrived.</param>
    /// <param name="origin">The first frame that belongs to the windows.</param>
    public long LastEnd(long frames, long origin)
    {
        var end = frames / Hop * Hop;
        return end - origin >= _first ? end : 0;
    }

    /// <summary>The end of the window at the end of all audio, or 0 if there is nothing to predict.</summary>
    /// <param name="frames">The frames that have arrived.</param>
    /// <param name="origin">The first frame that belongs to the windows.</param>
    /// <param name="isOnly">Whether there was no window before, so that a shorter one is better than none.</param>
    public long FinalEnd(long frames, long origin, bool isOnly) => frames - origin >= (isOnly ? 1 : _first) ? frames : 0;

    /// <summary>The start of the window that ends at a frame.</summary>
    public long Start(long end, long origin) => Math.Max(origin, end - _window);

    private static long Frames(WaveFormat format, TimeSpan duration) => Math.Max(1, (long)(duration.TotalSeconds * format.SampleRate));
}
