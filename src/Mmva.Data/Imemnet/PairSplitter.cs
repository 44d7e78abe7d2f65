using Mmva.Training;

namespace Mmva.Data;

internal static class PairSplitter
{
    public static DatasetSplit Split(
        IReadOnlyList<(int Clip, int Image)> pairs, IReadOnlyList<RatedItem> clips, IReadOnlyList<RatedItem> images, PairSplit by, double train,
        double validation, int seed)
    {
        var holdOut = Math.Max(0, 1 - train - validation);
        switch (by)
        {
            case PairSplit.Songs:
                // the content, which identifies near-duplicates, is that of the pair: songs are told apart by their groups alone
                return GroupedSplit.TrainValidationHoldOut(
                    [.. pairs.Select((pair, i) => clips[pair.Clip] with { Content = $"{i}" })], validation, holdOut, seed);
            case PairSplit.SongsAndImages:
                var (songPart, imagePart) = (Parts(clips, validation, holdOut, seed), Parts(images, validation, holdOut, seed));
                return OfParts(pairs.Select(pair => songPart[pair.Clip] == imagePart[pair.Image] ? songPart[pair.Clip] : -1));
            default:
                var order = Enumerable.Range(0, pairs.Count).ToArray();
                new RandomSource((ulong)seed).Shuffle(order.AsSpan());
                var (first, second) = ((int)Math.Round(train * pairs.Count), (int)Math.Round((train + validation) * pairs.Count));
                return new([.. order[..first].Order()], [.. order[first..second].Order()], [.. order[second..].Order()]);
        }
    }

    private static int[] Parts(IReadOnlyList<RatedItem> items, double validation, double holdOut, int seed)
    {
        var split = GroupedSplit.TrainValidationHoldOut(items, validation, holdOut, seed);
        var parts = new int[items.Count];
        foreach (var i in split.Validation) parts[i] = 1;
        foreach (var i in split.HoldOut) parts[i] = 2;
        return parts;
    }

    private static DatasetSplit OfParts(IEnumerable<int> parts)
    {
        var lists = new List<int>[] { [], [], [] };
        foreach (var (i, part) in parts.Index())
            if (part >= 0) lists[part].Add(i);
        return new(lists[0], lists[1], lists[2]);
    }
}
