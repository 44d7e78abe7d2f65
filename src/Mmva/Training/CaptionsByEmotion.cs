namespace Mmva.Training;

/// <summary>Matches captions that do not describe the music: draws one of the captions whose labels are nearest to the music's.</summary>
public sealed class CaptionsByEmotion : ICaptionMatching
{
    /// <summary>The default number of nearest captions.</summary>
    public const int DefaultNeighbors = 16;

    private readonly int[][] _nearest;

    /// <summary>Finds the nearest captions for each piece of music.</summary>
    /// <param name="music">The labels of the music.</param>
    /// <param name="captions">The labels of the captions.</param>
    /// <param name="neighbors">The number of nearest captions to draw from, at least 1; all captions if there are fewer.</param>
    /// <exception cref="ArgumentException">There are no captions, or the number of neighbors is below 1.</exception>
    public CaptionsByEmotion(
        IReadOnlyList<ValenceArousal> music, IReadOnlyList<ValenceArousal> captions, int neighbors = DefaultNeighbors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        if (captions.Count == 0) throw new ArgumentException("There are no captions to match.", nameof(captions));
        var (distances, order) = (new double[captions.Count], new int[captions.Count]);
        _nearest = [.. music.Select(Nearest)];

        int[] Nearest(ValenceArousal point)
        {
            for (var i = 0; i < order.Length; i++) (distances[i], order[i]) = (point.DistanceTo(captions[i]), i);
            Array.Sort(distances, order);
            return order[..Math.Min(neighbors, order.Length)];
        }
    }

    /// <inheritdoc/>
    public void Match(ReadOnlySpan<int> music, Span<int> captions, RandomSource random)
    {
        for (var i = 0; i < music.Length; i++) captions[i] = _nearest[music[i]][random.Next(_nearest[music[i]].Length)];
    }
}
