using System.Globalization;
using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Tasks.Evaluation;
using Sylvan.Data.Csv;

namespace TextToMusic;

/// <summary>Finds rated tracks for rated musical captions, prompts and queries, and compares the ratings of both.</summary>
/// <remarks>
/// The points of tracks and texts come from models that did not see them in training: <c>held-out.csv</c>, which TrainCompact writes, holds them.
/// What is not in this table was not trained on, and is predicted by the compact model now. A recording that Musemo has twice counts once.
/// </remarks>
internal sealed class Evaluation(IEmotionPredictor predictor, MediaDecoder decoder)
{
    private const int Found = 10;

    private readonly Dictionary<string, (ValenceArousal Heads, ValenceArousal Ridge)> _heldOut = ReadHeldOut();

    public async Task RunAsync(string data, CancellationToken cancellationToken)
    {
        var captions = Datasets.MusicalCaptions(Path.Combine(data, "musical-captions"));
        var music = await TracksAsync(data, cancellationToken);
        var texts = await TextsAsync(captions, cancellationToken);

        Console.WriteLine(
            $"{texts.Count} texts that a language model rated, {music.Count} tracks that people rated; "
            + $"the {Found} nearest tracks of each text by Eq. 1.");
        if (captions.Count(c => !_heldOut.ContainsKey(c.Id)) is > 0 and var fresh)
            Console.WriteLine(
                $"{fresh} of the texts were in no training: their points are those of the shipped model, in the row of ridge regression as well.");
        foreach (var kind in captions.Select(c => c.Kind).Distinct())
        {
            List<PredictedItem> queries = [.. texts.Where((_, i) => captions[i].Kind == kind)];
            Console.WriteLine($"""

                {kind}, {queries.Count} texts

                | | in the text's quadrant | V+A+ | V−A+ | V−A− | V+A− | mean distance |
                |---|---|---|---|---|---|---|
                """);
            Print("chance", EmotionPrecision.Chance(Points(queries, p => p.Rated), Points(music, p => p.Rated)));
            Nearest("ridge regression on the same features", p => p.Ridge);
            Nearest("the heads", p => p.Heads);
            Nearest("the ratings themselves: the most that these tracks allow", p => p.Rated);

            void Nearest(string name, Func<PredictedItem, ValenceArousal> point) =>
                Print(name, EmotionPrecision.Nearest(Points(queries, point), Points(music, point), Found));
        }
    }

    private async Task<List<PredictedItem>> TracksAsync(string data, CancellationToken cancellationToken)
    {
        var musemo = Datasets.Musemo(Path.Combine(data, "musemo")).DistinctBy(track => track.Group);
        List<RatedItem> tracks = [.. musemo, .. Datasets.Vgmidi(Path.Combine(data, "vgmidi"))];
        var unknown = tracks.Where(track => !_heldOut.ContainsKey(track.Id)).Select(track => track.Content).Distinct().ToList();
        var now = new Dictionary<string, ValenceArousal>();
        var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {p.Total} tracks");
        await foreach (var result in predictor.PredictFilesAsync(unknown, decoder, progress: progress, cancellationToken: cancellationToken))
            now[result.Input] = result.Value?.Emotion ?? throw result.Error!;
        return [.. tracks.Select(track => Of(track.Id, track.Emotion, () => now[track.Content]))];
    }

    private async Task<List<PredictedItem>> TextsAsync(IReadOnlyList<RatedCaption> captions, CancellationToken cancellationToken)
    {
        RatedCaption[] unknown = [.. captions.Where(c => !_heldOut.ContainsKey(c.Id))];
        var predictions = await predictor.PredictAsync([.. unknown.Select(c => c.Text)], cancellationToken);
        var now = unknown.Zip(predictions).ToDictionary(p => p.First.Id, p => p.Second.Emotion);
        return [.. captions.Select(caption => Of(caption.Id, caption.Emotion, () => now[caption.Id]))];
    }

    private PredictedItem Of(string id, ValenceArousal rated, Func<ValenceArousal> now) =>
        _heldOut.TryGetValue(id, out var known) ? new(rated, known.Heads, known.Ridge) : new(rated, now(), now());

    private static RatedPoint[] Points(List<PredictedItem> items, Func<PredictedItem, ValenceArousal> predicted) =>
        [.. items.Select(item => new RatedPoint(predicted(item), item.Rated))];

    private static void Print(string name, EmotionPrecision m) => Console.WriteLine(
        $"| {name} | {m.Precision:P0} | {m.ByQuadrant.PleasantExcited:P0} | {m.ByQuadrant.UnpleasantExcited:P0} | "
        + $"{m.ByQuadrant.UnpleasantCalm:P0} | {m.ByQuadrant.PleasantCalm:P0} | {m.MeanDistance:F3} |");

    private static Dictionary<string, (ValenceArousal, ValenceArousal)> ReadHeldOut()
    {
        using var stream = typeof(Evaluation).Assembly.GetManifestResourceStream("held-out.csv")!;
        using var reader = CsvDataReader.Create(new StreamReader(stream));
        var points = new Dictionary<string, (ValenceArousal, ValenceArousal)>(StringComparer.Ordinal);
        while (reader.Read()) points[reader.GetString(1)] = (new(Number(2), Number(3)), new(Number(4), Number(5)));
        return points;

        float Number(int column) => float.Parse(reader.GetString(column), CultureInfo.InvariantCulture);
    }

    private readonly record struct PredictedItem(ValenceArousal Rated, ValenceArousal Heads, ValenceArousal Ridge);
}
