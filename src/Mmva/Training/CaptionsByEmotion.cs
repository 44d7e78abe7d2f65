namespace Mmva.Training;

/// <summary>Matches captions that belong to no music: one of the captions whose emotion is nearest to the music's is drawn.</summary>
public sealed class CaptionsByEmotion : ICaptionMatching
{
    /// <summary>The default number of nearest captions.</summary>
    public const int DefaultNeighbours = 16;

    private readonly int[][] _nearest;

    /// <summary>Finds the nearest captions of each piece.</summary>
    /// <param name="music">The labels of the music.</param>
    /// <param name="captions">The labels of the captions.</param>
    /// <param name="neighbours">Captions to draw from; all of them if there are fewer.</param>
    /// <exception cref="ArgumentException">There are no captions, or the number of neighbours is below 1.</exception>
    public CaptionsByEmotion(IReadOnlyList<ValenceArousal> music, IReadOnlyList<ValenceArousal> captions, int neighbours = DefaultNeighbours)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        if (captions.Count == 0) throw new ArgumentException("There are no captions to match.", nameof(captions));
        var (distances, order) = (new double[captions.Count], new int[captions.Count]);
        _nearest = [.. music.Select(Nearest)];

        int[] Nearest(ValenceArousal point)
        {
            for (var i = 0; i < order.Length; i++) (distances[i], order[i]) = (point.DistanceTo(captions[i]), i);
            Array.Sort(distances, order);
            return order[..Math.Min(neighbours, order.Length)];
        }
    }

    /// <inheritdoc/>
    public void Match(ReadOnlySpan<int> music, Span<int> captions, RandomSource random)
    {
        for (var i = 0; i < music.Length; i++) captions[i] = _nearest[music[i]][random.Next(_nearest[music[i]].Length)];
    }
}
