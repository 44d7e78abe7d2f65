using Mmva;
using Mmva.Data;
using Mmva.Tasks.Evaluation;
using Mmva.Training;

namespace PaperTables;

/// <summary>Music and captions to be found by each other: caption i belongs to piece i.</summary>
/// <param name="Groups">The group of each piece.</param>
/// <param name="IsRated">Whether both have ratings.</param>
internal sealed record RetrievalPairs(FeatureSet Music, FeatureSet Captions, IReadOnlyList<string> Groups, bool IsRated)
{
    // to choose from: with more, all distances would not fit into memory
    private const int MostCaptions = 2000;

    /// <summary>
    /// The held-out music, each piece with its own caption, or else with the unused caption whose rating is nearest: pairs that people would accept
    /// for their emotion, not for what they describe.
    /// </summary>
    public static RetrievalPairs ByRating(Side side, int seed)
    {
        var (music, captions) = (side.Music.Emotions, side.Captions.Emotions);
        var chosen = Enumerable.Range(0, music.Count).ToArray();
        new RandomSource((ulong)seed).Shuffle(chosen.AsSpan());
        chosen = [.. chosen.Take(Math.Min(CaptionRetrieval.DefaultPairs, captions.Count)).Order()];
        var captionOf = new Dictionary<int, int>();
        foreach (var piece in chosen.Where(piece => side.OwnCaptions[piece] >= 0)) captionOf[piece] = side.OwnCaptions[piece];
        var used = captionOf.Values.ToHashSet();
        var free = Enumerable.Range(0, captions.Count).Where(caption => !used.Contains(caption)).ToArray();
        new RandomSource((ulong)seed).Shuffle(free.AsSpan());
        // the closest pairs first
        var candidates = from piece in chosen
                         where !captionOf.ContainsKey(piece)
                         from caption in free.Take(MostCaptions)
                         let distance = music[piece].DistanceTo(captions[caption])
                         orderby distance, piece, caption
                         select (piece, caption);
        foreach (var (piece, caption) in candidates)
            if (!captionOf.ContainsKey(piece) && used.Add(caption)) captionOf[piece] = caption;
        int[] pieces = [.. chosen.Where(captionOf.ContainsKey)];
        return new(
            side.Music.Take(pieces), side.Captions.Take([.. pieces.Select(piece => captionOf[piece])]),
            [.. pieces.Select(piece => side.Music.Items[piece].Group)], IsRated: true);
    }
}
