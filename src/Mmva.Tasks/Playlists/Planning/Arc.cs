namespace Mmva.Tasks;

/// <summary>The way of a playlist over the plane: straight from stop to stop.</summary>
internal sealed class Arc
{
    private readonly ValenceArousal[] _points;
    private readonly double[] _positions;

    private Arc(ValenceArousal[] points, double[] positions, PlaylistTrack?[] tracks)
    {
        _points = points;
        _positions = positions;
        Tracks = tracks;
    }

    /// <summary>The track of each stop, or <see langword="null"/> for a point.</summary>
    public PlaylistTrack?[] Tracks { get; }

    /// <summary>The number of stops that are tracks.</summary>
    public int TrackCount => Tracks.Count(track => track is not null);

    /// <summary>Creates the way through stops.</summary>
    /// <param name="stops">At least one.</param>
    /// <param name="tracks">The track of each stop that is one.</param>
    /// <exception cref="ArgumentException">The positions do not ascend.</exception>
    public static Arc Through(IReadOnlyList<PlaylistStop> stops, PlaylistTrack?[] tracks) =>
        new([.. stops.Select((stop, i) => tracks[i]?.Emotion ?? stop.Point)], Positions(stops), tracks);

    /// <summary>The point of the way at a position from 0 to 1.</summary>
    public ValenceArousal At(double position)
    {
        if (position <= _positions[0]) return _points[0];
        for (var i = 1; i < _points.Length; i++)
        {
            if (position > _positions[i]) continue;
            var (a, b, from, to) = (_points[i - 1], _points[i], _positions[i - 1], _positions[i]);
            var share = to > from ? (position - from) / (to - from) : 1;
            return new((float)(a.Valence + share * ((double)b.Valence - a.Valence)), (float)(a.Arousal + share * ((double)b.Arousal - a.Arousal)));
        }
        return _points[^1];
    }

    /// <summary>Returns the slots of the tracks among the stops: those nearest to their positions, in the order of the stops.</summary>
    /// <param name="positions">The positions of all slots, ascending; at least as many as tracks.</param>
    public IReadOnlyDictionary<int, PlaylistTrack> Slots(IReadOnlyList<double> positions)
    {
        var (slots, next, left) = (new Dictionary<int, PlaylistTrack>(), 0, TrackCount);
        for (var stop = 0; stop < Tracks.Length; stop++)
        {
            if (Tracks[stop] is not { } track) continue;
            var last = positions.Count - left--;
            var nearest = Enumerable.Range(next, last - next + 1).MinBy(slot => Math.Abs(positions[slot] - _positions[stop]));
            slots.Add(nearest, track);
            next = nearest + 1;
        }
        return slots;
    }

    // as the stops of a color gradient: those without a position are evenly between those with one
    private static double[] Positions(IReadOnlyList<PlaylistStop> stops)
    {
        var given = stops.Select(stop => stop.Position).ToArray();
        given[0] ??= 0;
        if (given.Length > 1) given[^1] ??= 1;
        var positions = new double[given.Length];
        for (var (i, known) = (0, 0); i < given.Length; i++)
        {
            if (given[i] is not { } position) continue;
            if (i > 0 && position < positions[known])
            {
                throw new ArgumentException(
                    $"The positions of the stops must ascend: stop {i + 1} is at {position}, after {positions[known]}.", nameof(stops));
            }
            for (var between = known + 1; between < i; between++)
                positions[between] = positions[known] + (position - positions[known]) * (between - known) / (i - known);
            positions[i] = position;
            known = i;
        }
        return positions;
    }
}
