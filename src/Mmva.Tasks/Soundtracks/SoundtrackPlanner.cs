using Microsoft.Extensions.Options;

namespace Mmva.Tasks;

/// <summary>
/// Chooses music for pictures in order, so that the sum of the similarities (Eq. 1) of the pictures and the music that plays with them, less the
/// cost of changes, is as large as possible.
/// </summary>
/// <remarks>
/// <para>
/// A part is at most as long as its track, less the overlap with the next one. Only if no choice of tracks covers the pictures in this way, a track
/// is played several times in a row, which is a notice. No track is used in two parts.
/// </para>
/// <para>
/// Without that last rule dynamic programming over the cuts would be exact. Tracks that the result repeats are followed through another run, which
/// may use each of them once, until no track is repeated: then the soundtrack is the best one. If that takes too many steps, as in long albums with
/// many short tracks, the best one of a beam search and of exchanges is returned, and <see cref="Soundtrack.Gap"/> bounds what it lacks.
/// </para>
/// Safe to use from several threads at once.
/// </remarks>
public sealed class SoundtrackPlanner : ISoundtrackPlanner
{
    /// <summary>The largest number of pictures.</summary>
    public const int MaxPictures = 4096;

    private readonly EmotionalSimilarity _similarity;
    private readonly SoundtrackOptions _options;

    /// <summary>Creates the planner.</summary>
    /// <param name="similarity">Eq. 1, or <see langword="null"/> for its default σ.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults; must not be changed afterwards.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public SoundtrackPlanner(EmotionalSimilarity? similarity = null, SoundtrackOptions? options = null)
    {
        _similarity = similarity ?? new();
        _options = (options ?? new()).Validated(new SoundtrackOptionsValidator());
    }

    /// <inheritdoc/>
    public Task<Soundtrack> PlanAsync(
        IReadOnlyList<SoundtrackPicture> pictures, IReadOnlyList<SoundtrackTrack> tracks, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(tracks);
        Check(pictures, tracks);
        return Task.Run(() => Plan(pictures, tracks, progress, cancellationToken), cancellationToken);
    }

    private Soundtrack Plan(
        IReadOnlyList<SoundtrackPicture> pictures, IReadOnlyList<SoundtrackTrack> tracks, IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        var problem = new PlanProblem(
            [.. pictures.Select(picture => picture.Emotion)], new PlanTimes(pictures, _options), tracks, _similarity, _options.ChangeCost,
            _options.MaximumTracks ?? int.MaxValue);
        var solved = Solve(problem, allowRepeats: false, progress, cancellationToken)
            ?? Solve(problem, allowRepeats: true, progress, cancellationToken)!;
        progress?.Report(1);
        return new SoundtrackBuilder(problem, pictures, tracks, _similarity, _options).Build(solved.Value.Plan, solved.Value.Bound);
    }

    private static (IReadOnlyList<PlanPart> Plan, double Bound)? Solve(
        PlanProblem problem, bool allowRepeats, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var parts = PartTracks.Find(problem, allowRepeats, progress, cancellationToken);
        var search = new PlanSearch(problem, parts);
        if (!search.IsPossible) return null;
        var (plan, bound) = search.Run(
            plan => (plan ?? BeamSearch.Find(problem, parts, cancellationToken)) is { } found
                ? PlanImprovement.Improve(problem, found, allowRepeats, cancellationToken)
                : null,
            cancellationToken);
        return plan is null ? null : (plan, bound);
    }

    private static void Check(IReadOnlyList<SoundtrackPicture> pictures, IReadOnlyList<SoundtrackTrack> tracks)
    {
        if (pictures.Count == 0) throw new ArgumentException("There are no pictures.", nameof(pictures));
        if (pictures.Count > MaxPictures)
            throw new ArgumentException($"There are {pictures.Count} pictures; divide them into albums of at most {MaxPictures}.", nameof(pictures));
        if (tracks.Count == 0) throw new ArgumentException("There are no tracks.", nameof(tracks));
        foreach (var picture in pictures)
        {
            if (!picture.Emotion.IsFinite) throw new ArgumentException($"{picture.Path}: valence and arousal must be finite.", nameof(pictures));
            if (picture.Length <= TimeSpan.Zero) throw new ArgumentException($"{picture.Path}: its length must be above zero.", nameof(pictures));
        }
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var track in tracks)
        {
            if (!track.Emotion.IsFinite) throw new ArgumentException($"{track.Path}: valence and arousal must be finite.", nameof(tracks));
            if (track.Length <= TimeSpan.Zero) throw new ArgumentException($"{track.Path}: its length must be above zero.", nameof(tracks));
            if (!paths.Add(track.Path)) throw new ArgumentException($"{track.Path}: is listed twice.", nameof(tracks));
        }
    }
}
