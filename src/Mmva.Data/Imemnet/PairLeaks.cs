namespace Mmva.Data;

/// <summary>What two lists of pairs share: what a model has seen in the first is no test of it in the second.</summary>
/// <param name="Songs">Songs in both lists.</param>
/// <param name="Clips">Clips in both lists.</param>
/// <param name="Images">Images in both lists.</param>
/// <param name="Pairs">Distinct pairs of a clip and an image in both lists.</param>
/// <param name="CleanPairs">Distinct pairs of the second list whose song does not appear in the first.</param>
public sealed record PairLeaks(int Songs, int Clips, int Images, int Pairs, int CleanPairs)
{
    /// <summary>Compares two lists.</summary>
    /// <param name="first">The list that a model is trained or chosen on.</param>
    /// <param name="second">The list that it is tested on.</param>
    public static PairLeaks Between(IEnumerable<ImemnetPair> first, IEnumerable<ImemnetPair> second)
    {
        var (a, b) = (Distinct(first), Distinct(second));
        var songs = a.Select(p => p.Song).ToHashSet(StringComparer.Ordinal);
        var pairs = a.Select(p => (p.Clip, p.Image)).ToHashSet();
        return new(
            Shared(a, b, p => p.Song), Shared(a, b, p => p.Clip), Shared(a, b, p => p.Image), b.Count(p => pairs.Contains((p.Clip, p.Image))),
            b.Count(p => !songs.Contains(p.Song)));
    }

    private static List<ImemnetPair> Distinct(IEnumerable<ImemnetPair> pairs) => [.. pairs.DistinctBy(p => (p.Clip, p.Image))];

    private static int Shared(List<ImemnetPair> a, List<ImemnetPair> b, Func<ImemnetPair, string> key) =>
        a.Select(key).Intersect(b.Select(key), StringComparer.Ordinal).Count();
}
