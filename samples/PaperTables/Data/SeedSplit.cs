using Mmva;
using Mmva.Data;
using Mmva.Evaluation;
using Mmva.Training;

namespace PaperTables;

/// <summary>The split of a seed: songs, themes, games and near-duplicates stay on one side, and captions on the side of their music.</summary>
internal sealed record SeedSplit(int Seed, Side Train, Side Validation, Side HoldOut)
{
    private const double ValidationShare = 0.1, HoldOutShare = 0.2;

    public EmotionalSimilarity Similarity { get; } = EmotionalSimilarity.Estimate([.. Train.Images.Emotions], [.. Train.Music.Emotions]);

    public static SeedSplit Of(TableData data, int seed)
    {
        var (images, music) = (Split(data.Images.Items, seed), Split(data.Music.Items, seed));
        var owned = data.OwnCaptions.Where(row => row >= 0).ToHashSet();
        int[] free = [.. Enumerable.Range(0, data.Captions.Count).Where(row => !owned.Contains(row))];
        var captions = Split([.. free.Select(row => data.Captions.Items[row])], seed);
        return new(
            seed, Of(split => split.Train, "train on"), Of(split => split.Validation, "validate on"), Of(split => split.HoldOut, "hold out"));

        Side Of(Func<DatasetSplit, IReadOnlyList<int>> part, string what)
        {
            var musicRows = part(music);
            int[] own = [.. musicRows.Select(row => data.OwnCaptions[row])];
            int[] captionRows = [.. part(captions).Select(i => free[i]), .. own.Where(row => row >= 0).Distinct().Order()];
            var rows = captionRows.Index().ToDictionary(c => c.Item, c => c.Index);
            if (part(images).Count < 2 || musicRows.Count < 2 || captionRows.Length < 2)
                throw new MmvaException(
                    $"There are {part(images).Count} images, {musicRows.Count} pieces of music and {captionRows.Length} captions to {what}, as "
                    + "themes and songs stay on one side; at least 2 of each are needed. Add data.");
            return new(
                data.Images.Take(part(images)), data.Music.Take(musicRows), data.Captions.Take(captionRows),
                [.. own.Select(row => row < 0 ? -1 : rows[row])]);
        }
    }

    /// <summary>Predictors of the similarity that see nothing, or the music alone.</summary>
    public TrivialSimilarity TrivialSimilarity() => new(Train.Images.Emotions, Train.Music.Emotions, Similarity);

    /// <summary>The paper's random matching on the training side.</summary>
    public RandomMatching RandomMatching() => new(Train.Images, Train.Music, Train.Captions, Train.Matching, Similarity);

    /// <summary>The pairs of Zhao et al. on the training side, each with one caption for good.</summary>
    public PredefinedPairs PredefinedPairs(CancellationToken cancellationToken)
    {
        var pairs = PairSelection.Select(
            Train.Images.Emotions, Train.Music.Emotions, seed: (ulong)Seed, cancellationToken: cancellationToken);
        var captions = new int[pairs.Count];
        Train.Matching.Match([.. pairs.Select(p => p.Clip)], captions, new RandomSource((ulong)Seed));
        return new(Train.Images, Train.Music, Train.Captions, [.. pairs.Select((p, i) => (p.Image, p.Clip, captions[i]))], Similarity);
    }

    private static DatasetSplit Split(IReadOnlyList<RatedItem> items, int seed) => items.Count == 0
        ? new([], [], []) : GroupedSplit.TrainValidationHoldOut(items, ValidationShare, HoldOutShare, seed);
}
