namespace Mmva.Tasks;

/// <summary>A part of a plan: the pictures from <paramref name="Start"/> to before <paramref name="End"/>, with a track.</summary>
internal readonly record struct PlanPart(int Start, int End, int Track);

/// <summary>
/// What is planned: pictures with points and lengths, tracks with points and usable lengths. The value of a plan is the sum of its scores less the
/// cost of its changes and of tracks that are played again.
/// </summary>
internal sealed class PlanProblem
{
    private readonly EmotionalSimilarity _similarity;
    private readonly ValenceArousal[] _pictures;
    private readonly ValenceArousal[] _tracks;

    /// <param name="pictures">The points of the pictures.</param>
    /// <param name="times">Their lengths.</param>
    /// <param name="tracks">The points and lengths of the tracks, in any order.</param>
    /// <param name="similarity">Eq. 1.</param>
    /// <param name="changeCost">The cost of a change.</param>
    /// <param name="maximumTracks">The largest number of parts.</param>
    public PlanProblem(
        ValenceArousal[] pictures, PlanTimes times, IReadOnlyList<SoundtrackTrack> tracks, EmotionalSimilarity similarity, double changeCost,
        int maximumTracks)
    {
        _pictures = pictures;
        _similarity = similarity;
        Times = times;
        ChangeCost = changeCost;
        MaximumTracks = tracks.Count == 1 ? 1 : Math.Min(maximumTracks, pictures.Length);
        // the longest first, so that the tracks that are long enough for a part come before the others
        Order = [.. Enumerable.Range(0, tracks.Count).OrderByDescending(track => tracks[track].Length).ThenBy(track => track)];
        _tracks = [.. Order.Select(track => tracks[track].Emotion)];
        Usable = [.. Order.Select(track => times.Usable(tracks[track].Length))];
    }

    public PlanTimes Times { get; }

    public double ChangeCost { get; }

    public int MaximumTracks { get; }

    public int PictureCount => _pictures.Length;

    public int TrackCount => _tracks.Length;

    /// <summary>The tracks as they were given, by their indices here.</summary>
    public int[] Order { get; }

    /// <summary>The usable length of each track, the longest first.</summary>
    public double[] Usable { get; }

    /// <summary>The score of a picture with a track, weighted by the picture's length.</summary>
    public double Score(int picture, int track) => Times.Weights[picture] * _similarity.Score(_pictures[picture], _tracks[track]);

    /// <summary>The sums of the scores of the first pictures with a track, [pictures + 1].</summary>
    public double[] SumsOf(int track)
    {
        var sums = new double[PictureCount + 1];
        for (var i = 0; i < PictureCount; i++) sums[i + 1] = sums[i] + Score(i, track);
        return sums;
    }

    /// <summary>The cost of playing a track more than once.</summary>
    public double RepeatCost(int start, int end, int track) => ChangeCost * (Times.Plays(start, end, Usable[track]) - 1);

    /// <summary>How many of the tracks are long enough for a part.</summary>
    public int LongEnough(int start, int end)
    {
        var needed = Times.Needed(start, end);
        var (low, high) = (0, TrackCount);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Usable[middle] >= needed) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>The value of a plan.</summary>
    public double ValueOf(IReadOnlyList<PlanPart> plan)
    {
        var value = -ChangeCost * (plan.Count - 1);
        foreach (var (start, end, track) in plan)
        {
            value -= RepeatCost(start, end, track);
            for (var i = start; i < end; i++) value += Score(i, track);
        }
        return value;
    }
}
