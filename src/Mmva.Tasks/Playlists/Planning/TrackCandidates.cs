namespace Mmva.Tasks;

/// <summary>The tracks nearest to a target.</summary>
/// <param name="Tracks">Nearest first; of each group the nearest only.</param>
/// <param name="Reach">All groups with a smaller cost are among the tracks; +∞ if all groups are.</param>
internal sealed record TrackCandidates(IReadOnlyList<TrackCandidate> Tracks, double Reach)
{
    public bool IsComplete => double.IsPositiveInfinity(Reach);
}
