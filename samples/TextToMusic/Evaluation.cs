using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Tasks.Evaluation;

namespace TextToMusic;

/// <summary>Finds rated tracks for rated musical captions, prompts and queries, and asks whether they feel alike by their ratings.</summary>
/// <remarks>
/// Tracks and texts are placed by heads that did not see them in training: TrainCompact's cross-validation leaves such predictions in a table. What is not in it was not trained on, and is placed by the compact model now.
/// A recording that Musemo has twice counts once.
/// </remarks>
internal sealed class Evaluation(IEmotionPredictor predictor, IAudioDecoder decoder)
{
    private const int Found = 10;

    public async Task RunAsync(string data, CancellationToken cancellationToken)
    {
        List<RatedItem> tracks = [.. MusemoDataset.Read(Path.Combine(data, "musemo")).DistinctBy(track => track.Group), .. VgmidiDataset.Read(Path.Combine(data, "vgmidi"))];
        var captions = MusicalCaptionsDataset.Read(Path.Combine(data, "musical-captions"));
        var known = HeldOutTable.Read();
        var music = await TracksAsync(tracks, known, cancellationToken);
        var texts = await TextsAsync(captions, known, cancellationToken);

        Console.WriteLine($"{texts.Count} texts that a language model rated, {music.Count} tracks that people rated; the {Found} nearest tracks of each text by Eq. 1.");
        if (captions.Count(c => known.Find(c.Id) is null) is > 0 and var fresh)
            Console.WriteLine($"{fresh} of the texts were in no training: the shipped heads place them, in the row of ridge regression as well, which has no points for them.");
        foreach (var kind in captions.Select(c => c.Kind).Distinct())
        {
            int[] rows = [.. Enumerable.Range(0, captions.Count).Where(i => captions[i].Kind == kind)];
            Console.WriteLine();
            Console.WriteLine($"{kind}, {rows.Length} texts");
            Console.WriteLine();
            Console.WriteLine("| | in the text's quadrant | V+A+ | V−A+ | V−A− | V+A− | mean distance |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            Print("chance", EmotionPrecision.Chance(Points(rows, texts, p => p.Rated), Points(null, music, p => p.Rated)));
            Print("ridge regression on the same features", EmotionPrecision.Nearest(Points(rows, texts, p => p.Ridge), Points(null, music, p => p.Ridge), Found));
            Print("the heads", EmotionPrecision.Nearest(Points(rows, texts, p => p.Heads), Points(null, music, p => p.Heads), Found));
            Print("the ratings themselves: the most that these tracks allow", EmotionPrecision.Nearest(Points(rows, texts, p => p.Rated), Points(null, music, p => p.Rated), Found));
        }
    }

    private async Task<List<Placed>> TracksAsync(List<RatedItem> tracks, HeldOutTable known, CancellationToken cancellationToken)
    {
        var unknown = tracks.Where(track => known.Find(track.Id) is null).Select(track => track.Content).Distinct().ToList();
        var now = new Dictionary<string, ValenceArousal>();
        var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} tracks");
        await foreach (var result in predictor.PredictFilesAsync(unknown, new MediaDecoder(decoder), progress: progress, cancellationToken: cancellationToken))
            now[result.Input] = result.Value?.Emotion ?? throw result.Error!;
        return [.. tracks.Select(track => Of(track.Emotion, known.Find(track.Id), () => now[track.Content]))];
    }

    private async Task<List<Placed>> TextsAsync(IReadOnlyList<RatedCaption> captions, HeldOutTable known, CancellationToken cancellationToken)
    {
        RatedCaption[] unknown = [.. captions.Where(c => known.Find(c.Id) is null)];
        var predictions = await predictor.PredictAsync([.. unknown.Select(c => c.Text)], cancellationToken);
        var now = unknown.Zip(predictions).ToDictionary(p => p.First.Id, p => p.Second.Emotion);
        return [.. captions.Select(caption => Of(caption.Emotion, known.Find(caption.Id), () => now[caption.Id]))];
    }

    private static Placed Of(ValenceArousal rated, (ValenceArousal Heads, ValenceArousal Ridge)? heldOut, Func<ValenceArousal> now) =>
        heldOut is { } known ? new(rated, known.Heads, known.Ridge) : new(rated, now(), now());

    private static RatedPoint[] Points(int[]? rows, List<Placed> places, Func<Placed, ValenceArousal> predicted) =>
        [.. (rows is null ? places : rows.Select(r => places[r])).Select(p => new RatedPoint(predicted(p), p.Rated))];

    private static void Print(string name, EmotionPrecision m) => Console.WriteLine(
        $"| {name} | {m.Precision:P0} | {m.ByQuadrant.PleasantExcited:P0} | {m.ByQuadrant.UnpleasantExcited:P0} | "
        + $"{m.ByQuadrant.UnpleasantCalm:P0} | {m.ByQuadrant.PleasantCalm:P0} | {m.MeanDistance:F3} |");

    private readonly record struct Placed(ValenceArousal Rated, ValenceArousal Heads, ValenceArousal Ridge);
}
