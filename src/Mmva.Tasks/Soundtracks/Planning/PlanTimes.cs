namespace Mmva.Tasks;

/// <summary>How long pictures are shown, and how much of a track is used, in seconds.</summary>
/// <remarks>Pictures have a shortest and a longest length, which are equal unless they are fitted to the tracks.</remarks>
internal sealed class PlanTimes
{
    // lengths are stated to the millisecond at best
    private const double Tolerance = 1e-3;

    private readonly double[] _shortest; // [i]: of the first i pictures together
    private readonly double[] _longest;
    private readonly double _minimum;
    private readonly double _crossfade;

    public PlanTimes(IReadOnlyList<SoundtrackPicture> pictures, SoundtrackOptions options)
    {
        _minimum = options.MinimumLength.TotalSeconds;
        _crossfade = options.Crossfade.TotalSeconds;
        Weights = new double[pictures.Count];
        _shortest = new double[pictures.Count + 1];
        _longest = new double[pictures.Count + 1];
        for (var i = 0; i < pictures.Count; i++)
        {
            var own = pictures[i].Length;
            var fits = options.FitToTracks && own is null;
            Weights[i] = (own ?? options.PictureLength).TotalSeconds;
            _shortest[i + 1] = _shortest[i] + (fits ? options.ShortestPicture.TotalSeconds : Weights[i]);
            _longest[i + 1] = _longest[i] + (fits ? options.LongestPicture.TotalSeconds : Weights[i]);
        }
        var mean = Weights.Average();
        for (var i = 0; i < Weights.Length; i++) Weights[i] /= mean;
    }

    public int Count => Weights.Length;

    /// <summary>What each picture counts: its length as a multiple of the mean.</summary>
    public double[] Weights { get; }

    /// <summary>How much of a track can be used before the next one starts: without the overlap.</summary>
    public double Usable(TimeSpan track) => Math.Max(track.TotalSeconds - _crossfade, track.TotalSeconds / 2);

    /// <summary>Whether pictures can form a part at all.</summary>
    public bool CanBePart(int start, int end) => Longest(start, end) >= _minimum - Tolerance || (start == 0 && end == Count);

    /// <summary>How much of a track must be usable to play it once during a part.</summary>
    public double Needed(int start, int end)
    {
        var shortest = Shortest(start, end);
        return (start == 0 && end == Count ? shortest : Math.Max(shortest, Math.Min(_minimum, Longest(start, end)))) - Tolerance;
    }

    /// <summary>How often a track must be played during a part.</summary>
    public int Plays(int start, int end, double usable) => Math.Max(1, (int)Math.Ceiling(Needed(start, end) / usable));

    /// <summary>The length of a part with a track.</summary>
    public double Length(int start, int end, double usable)
    {
        var (shortest, longest) = (Shortest(start, end), Longest(start, end));
        return Math.Max(shortest, Math.Min(longest, Plays(start, end, usable) * usable));
    }

    /// <summary>Where a picture ends within its part, when the part has a given length.</summary>
    public double EndWithin(int start, int end, int picture, double length)
    {
        var (shortest, longest) = (Shortest(start, end), Longest(start, end));
        var share = longest > shortest ? (length - shortest) / (longest - shortest) : 0;
        return (Shortest(start, picture + 1) * (1 - share)) + (Longest(start, picture + 1) * share);
    }

    private double Shortest(int start, int end) => _shortest[end] - _shortest[start];

    private double Longest(int start, int end) => _longest[end] - _longest[start];
}
