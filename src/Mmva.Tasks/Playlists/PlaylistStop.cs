namespace Mmva;

/// <summary>Where a playlist passes: a point of the plane, or a track that it contains.</summary>
public sealed record PlaylistStop
{
    private PlaylistStop(ValenceArousal point, string? trackId, double? position)
    {
        if (position is { } given && !(given is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(position), position, "A position must be from 0 (the start) to 1 (the end).");
        Point = point;
        TrackId = trackId;
        Position = position;
    }

    /// <summary>The point; of a track, that of the index applies.</summary>
    public ValenceArousal Point { get; }

    /// <summary>The id of the track in the index, or <see langword="null"/> for a point.</summary>
    public string? TrackId { get; }

    /// <summary>
    /// When the playlist passes, from 0 (the start) to 1 (the end), or <see langword="null"/> for evenly between the stops before and after.
    /// </summary>
    public double? Position { get; }

    /// <summary>Returns a stop at a point: the playlist is near it then.</summary>
    /// <param name="point">The point; finite.</param>
    /// <param name="position">From 0 (the start) to 1 (the end), or <see langword="null"/> for evenly between the stops before and after.</param>
    /// <exception cref="ArgumentOutOfRangeException">The point is not finite, or the position is out of its range.</exception>
    public static PlaylistStop At(ValenceArousal point, double? position = null)
    {
        ArgumentChecks.ThrowIfNotFinite(point);
        return new(point, null, position);
    }

    /// <summary>Returns a stop at a track: the playlist contains it.</summary>
    /// <param name="id">The id of the track in the index.</param>
    /// <param name="position">From 0 (the start) to 1 (the end), or <see langword="null"/> for evenly between the stops before and after.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is out of its range.</exception>
    public static PlaylistStop Track(string id, double? position = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return new(default, id, position);
    }
}
