using System.Diagnostics.CodeAnalysis;

namespace Web.Music;

/// <summary>The tracks read so far. Safe to use from several threads at once.</summary>
internal sealed class MusicLibrary(MusicFolder folder)
{
    private const int MostFailuresShown = 100;

    private readonly Lock _lock = new();
    private readonly List<Track> _tracks = [];
    private readonly Dictionary<string, Track> _byId = [];
    private readonly List<Failure> _failures = [];
    private int _total;
    private bool _reading = true;
    private string? _error;

    public void Begin(int total)
    {
        lock (_lock) _total = total;
    }

    public void Add(Track track)
    {
        lock (_lock)
        {
            _tracks.Add(track);
            _byId[track.Id] = track;
        }
    }

    public void Add(Failure failure)
    {
        lock (_lock) _failures.Add(failure);
    }

    /// <summary>Nothing more will come.</summary>
    /// <param name="error">Why reading ended early, or null.</param>
    public void End(string? error = null)
    {
        lock (_lock) (_reading, _error) = (false, error);
    }

    public bool TryFind(string id, [NotNullWhen(true)] out Track? track)
    {
        lock (_lock) return _byId.TryGetValue(id, out track);
    }

    /// <param name="seen">How many tracks the page has already.</param>
    public LibraryState StateAfter(int seen)
    {
        lock (_lock)
            return new(folder.Name, _reading, _total, _tracks.Count + _failures.Count,
                [.. _tracks.Skip(seen).Select(track => new PlacedTrack(track.Id, track.Name, track.Emotion.Valence, track.Emotion.Arousal))],
                [.. _failures.Take(MostFailuresShown)], _error);
    }
}
