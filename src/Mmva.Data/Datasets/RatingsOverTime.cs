namespace Mmva.Data;

/// <summary>A song that was rated twice a second.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class RatingsOverTime
{
    /// <summary>The time between two ratings: half a second.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    internal RatingsOverTime(
        string id, string content, string group, ValenceArousal? emotion, TimeSpan start, IReadOnlyList<Rating> ratings, double minimum,
        double maximum)
    {
        Id = id;
        Content = content;
        Group = group;
        Emotion = emotion;
        Start = start;
        Ratings = ratings;
        Minimum = minimum;
        Maximum = maximum;
        Emotions = [.. ratings.Select(r => ValenceArousal.FromScale(r.Valence, r.Arousal, minimum, maximum))];
    }

    /// <summary>The song's id in its data set.</summary>
    public string Id { get; }

    /// <summary>The path of the audio, which need not exist.</summary>
    public string Content { get; }

    /// <summary>The group key, as in <see cref="RatedItem.Group"/>: a song is one group.</summary>
    public string Group { get; }

    /// <summary>The rating of the whole song, converted to [0, 1], or <see langword="null"/> if the set has none.</summary>
    public ValenceArousal? Emotion { get; }

    /// <summary>The time of the first rating.</summary>
    public TimeSpan Start { get; }

    /// <summary>The ratings, half a second apart, converted to [0, 1] by the ends of the scale.</summary>
    public IReadOnlyList<ValenceArousal> Emotions { get; }

    /// <summary>The ratings on the scale of the data set.</summary>
    internal IReadOnlyList<Rating> Ratings { get; }

    /// <summary>The number of values of one dimension without the other.</summary>
    internal int Unpaired { get; init; }

    internal double Minimum { get; }

    internal double Maximum { get; }
}
