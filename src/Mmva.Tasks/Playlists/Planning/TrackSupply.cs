using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Mmva.Tasks;

/// <summary>The tracks of an index, as one playlist may use them.</summary>
/// <param name="index">The index.</param>
/// <param name="options">The options.</param>
/// <param name="longest">The longest duration of a track, or <see langword="null"/> for any.</param>
/// <param name="seed">The seed that passes over half of the tracks, or <see langword="null"/> for none.</param>
internal sealed class TrackSupply(IEmotionIndex index, PlaylistOptions options, TimeSpan? longest = null, ulong? seed = null)
{
    private static readonly HashSet<string> NoArtists =
        new(StringComparer.OrdinalIgnoreCase) { "Various Artists", "Unknown Artist", "Unknown", "[unknown]" };

    private readonly Dictionary<string, (PlaylistTrack Track, string Group)?> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Whether half of the tracks are passed over.</summary>
    public bool IsThinned { get; set; } = seed is not null;

    /// <summary>How long a track takes.</summary>
    public TimeSpan DurationOf(PlaylistTrack track) => track.Info.Duration ?? options.AssumedDuration;

    /// <summary>How long tracks take together.</summary>
    public TimeSpan DurationOf(IEnumerable<PlaylistTrack> tracks) => TimeSpan.FromTicks(tracks.Sum(track => DurationOf(track).Ticks));

    /// <summary>Finds a track by its id, and takes it, so that it is not among the candidates.</summary>
    /// <exception cref="PlaylistException">The index does not contain it, or it is not music.</exception>
    public async Task<PlaylistTrack> TakeAsync(string id, CancellationToken cancellationToken)
    {
        var item = await index.FindAsync(id, cancellationToken).ConfigureAwait(false)
            ?? throw new PlaylistException($"There is no track '{id}' in the index. Index it first, or name a point of the plane instead.");
        if (item.Modality != Modality.Music)
            throw new PlaylistException($"The item '{id}' is not music, but {item.Modality.ToString().ToLowerInvariant()}: use its point instead.");
        var track = new PlaylistTrack(id, item.Emotion, options.Describe(item) ?? TrackInfo.Of(item));
        Take(GroupOf(track));
        _taken.Add(id);
        return track;
    }

    /// <summary>Takes a group, so that it is not among the candidates.</summary>
    public bool Take(string group) => _taken.Add(group);

    /// <summary>The candidates among the items nearest to a target.</summary>
    /// <param name="target">The target.</param>
    /// <param name="count">How many items to look at.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public async Task<TrackCandidates> NearestAsync(ValenceArousal target, int count, CancellationToken cancellationToken)
    {
        var matches = await index.NearestAsync(target, count, Modality.Music, cancellationToken).ConfigureAwait(false);
        var (groups, candidates) = (new HashSet<string>(StringComparer.Ordinal), new List<TrackCandidate>(matches.Count));
        foreach (var match in matches)
        {
            if (Find(match.Item) is not var (track, group) || (IsThinned && IsPassedOver(track.Id))) continue;
            if (groups.Add(group)) candidates.Add(new(track, group, match.Distance * match.Distance));
        }
        return new(candidates, matches.Count < count ? double.PositiveInfinity : matches[^1].Distance * matches[^1].Distance);
    }

    /// <summary>The track of an item and its group, or <see langword="null"/> if the playlist may not contain it.</summary>
    public (PlaylistTrack Track, string Group)? Find(EmotionItem item)
    {
        if (!_known.TryGetValue(item.Id, out var known))
        {
            if (options.Describe(item) is { } info && !(info.Duration > longest))
            {
                var track = new PlaylistTrack(item.Id, item.Emotion, info);
                known = (track, GroupOf(track));
            }
            _known.Add(item.Id, known);
        }
        return known is { } found && !_taken.Contains(found.Group) && !_taken.Contains(item.Id) ? found : null;
    }

    /// <summary>A number that depends on a seed and an id alone, so that the order of an index does not matter.</summary>
    public static ulong Hash(ulong seed, string id) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(id.AsSpan()), unchecked((long)seed));

    private bool IsPassedOver(string id) => (Hash(seed.GetValueOrDefault(), id) & 1) == 0;

    // the prefixes keep artists, recordings and ids apart
    private string GroupOf(PlaylistTrack track)
    {
        var (artist, title) = (track.Info.Artist?.Trim(), track.Info.Title?.Trim());
        if (string.IsNullOrEmpty(artist) || NoArtists.Contains(artist)) return "item\n" + track.Id;
        if (options.OnePerArtist) return "artist\n" + artist.ToUpperInvariant();
        return string.IsNullOrEmpty(title) ? "item\n" + track.Id : $"recording\n{artist.ToUpperInvariant()}\n{title.ToUpperInvariant()}";
    }
}
