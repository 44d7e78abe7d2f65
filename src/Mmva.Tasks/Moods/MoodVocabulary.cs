namespace Mmva;

/// <summary>Names for the emotion plane, such as Happy, Calm or Tense, around centers or between thresholds.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed partial class MoodVocabulary
{
    /// <summary>The most moods.</summary>
    public const int MaxCount = 1000;

    private readonly Mood[] _moods;
    private readonly Dictionary<string, Mood> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates a vocabulary.</summary>
    /// <param name="moods">The moods; of two at the same distance from a point, the first one is its name.</param>
    /// <exception cref="MoodException">There is no mood, there are too many, or a name appears twice (upper and lower case are equal).</exception>
    public MoodVocabulary(IEnumerable<Mood> moods)
    {
        _moods = [.. moods];
        if (_moods.Length is 0 or > MaxCount)
            throw new MoodException($"The vocabulary has {_moods.Length:N0} moods; it must have between 1 and {MaxCount:N0}.");
        foreach (var mood in _moods)
            if (!_byName.TryAdd(mood.Name, mood)) throw new MoodException($"The mood '{mood.Name}' appears twice; each name must appear once.");
    }

    /// <summary>The moods, in the order of the vocabulary.</summary>
    public IReadOnlyList<Mood> Moods => _moods;

    /// <summary>Returns the mood with a name, in upper or lower case, or <see langword="null"/> if there is none.</summary>
    public Mood? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Returns the name of the mood that applies to a point and is nearest to it.</summary>
    /// <param name="point">The valence and arousal.</param>
    /// <returns>The name, or <see langword="null"/> if no mood applies, which cannot happen if a mood has neither radius nor region.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public string? NameOf(ValenceArousal point) => Nearest(point, 1) is [var nearest] ? nearest.Mood.Name : null;

    /// <summary>Returns the moods that apply to a point, nearest first. A region that contains the point is at distance 0.</summary>
    /// <param name="point">The valence and arousal.</param>
    /// <param name="count">The most moods to return, at least 1.</param>
    /// <returns>The moods; moods at the same distance are in the order of the vocabulary. Empty if none applies.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite, or the count is below 1.</exception>
    public IReadOnlyList<MoodMatch> Nearest(ValenceArousal point, int count)
    {
        ArgumentChecks.ThrowIfNotFinite(point);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return [.. _moods.Where(mood => mood.AppliesTo(point))
            .Select(mood => new MoodMatch(mood, mood.Region is null ? point.DistanceTo(mood.Center) : 0))
            .OrderBy(match => match.Distance).Take(count)];
    }
}
