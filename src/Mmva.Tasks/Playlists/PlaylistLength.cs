namespace Mmva;

/// <summary>How long a playlist is: a number of tracks, or a duration.</summary>
public readonly record struct PlaylistLength
{
    /// <summary>The most tracks of a playlist.</summary>
    public const int MaxTracks = 1000;

    /// <summary>The longest duration: a day.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(1);

    private PlaylistLength(int? tracks, TimeSpan? duration) => (Tracks, Duration) = (tracks, duration);

    /// <summary>The number of tracks, or <see langword="null"/> for a duration.</summary>
    public int? Tracks { get; }

    /// <summary>The duration, or <see langword="null"/> for a number of tracks.</summary>
    public TimeSpan? Duration { get; }

    /// <summary>Returns a length of a number of tracks.</summary>
    /// <param name="count">From 1 to <see cref="MaxTracks"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public static PlaylistLength OfTracks(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxTracks);
        return new(count, null);
    }

    /// <summary>Returns a length of a duration.</summary>
    /// <param name="duration">Above zero, up to <see cref="MaxDuration"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is out of its range.</exception>
    public static PlaylistLength OfDuration(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, MaxDuration);
        return new(null, duration);
    }
}
