using System.Globalization;
using Mmva.Data;
using Mmva.Data.Audio;
using Mmva.Data.Datasets;
using Mmva.Emotion;
using Mmva.Prediction;
using Mmva.Tasks.Retrieval.Evaluation;

namespace TextToMusic;

/// <summary>Ranks rated tracks for rated sentences.</summary>
/// <remarks>
/// No public set has both captions and ratings of its music. Each track is paired with the sentence of EmoBank that people rated most like it, and each sentence is used once.
/// A recording that Musemo has twice counts once.
/// </remarks>
internal sealed class Evaluation(IEmotionPredictor predictor, IAudioDecoder decoder)
{
    public async Task RunAsync(string data, CancellationToken cancellationToken)
    {
        var tracks = OneOfEachRecording(MusemoDataset.Read(Path.Combine(data, "musemo")), VgmidiDataset.Read(Path.Combine(data, "vgmidi")));
        var sentences = Pair(tracks, EmoBankDataset.Read(Path.Combine(data, "emobank")));
        var rated = tracks.Select(track => track.Emotion).ToList();

        var (music, progress) = (new List<ValenceArousal>(), new Progress(tracks.Count));
        await foreach (var track in MediaPipeline.ReadAheadAsync(tracks, (item, stop) => decoder.DecodeAsync(item.Content, stop), cancellationToken: cancellationToken))
        {
            if (!track.Succeeded) throw track.Error;
            music.Add(await predictor.PredictAsync(track.Value!, cancellationToken));
            progress.CountOne();
        }
        var texts = (await predictor.PredictAsync([.. sentences.Select(sentence => sentence.Content)], cancellationToken)).Select(p => p.Emotion).ToList();

        Console.WriteLine($"{tracks.Count} pairs of a track and the sentence that people rated most like it (mean distance of the ratings {Mean(rated.Zip(sentences, (p, s) => p.DistanceTo(s.Emotion)))})");
        Console.WriteLine();
        Console.WriteLine("| | R@1 | R@5 | R@10 | mAP10 | median rank |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Print("chance", RetrievalMetrics.Chance(tracks.Count));
        Print("the compact model, whose heads were fitted to these tracks and sentences", RetrievalEvaluation.Evaluate(texts, music, cancellationToken));
        Print("what places on the plane allow with its errors on unseen items", EmotionOnlyCeiling.Estimate(rated, UnseenMusic, UnseenText, cancellationToken: cancellationToken));
        Print("what they allow with exact texts and its error on unseen music", EmotionOnlyCeiling.Estimate(rated, UnseenMusic, cancellationToken: cancellationToken));
        Print("what they allow with exact texts and the paper's error of music", EmotionOnlyCeiling.Estimate(rated, new(0.0003, 0.0002), cancellationToken: cancellationToken));
    }

    // held-out errors of the model card: EmoBank; Musemo and VGMIDI weighted by their tracks
    private static readonly PlaneError UnseenText = new(0.0045, 0.0034);
    private static readonly PlaneError UnseenMusic = new((248 * 0.0222 + 165 * 0.0082) / 413, (248 * 0.0152 + 165 * 0.0052) / 413);

    // Musemo has some recordings twice; all tracks of a game are tracks of their own
    private static List<RatedItem> OneOfEachRecording(IReadOnlyList<RatedItem> musemo, IReadOnlyList<RatedItem> vgmidi) => [.. musemo.DistinctBy(track => track.Group), .. vgmidi];

    private static List<RatedItem> Pair(List<RatedItem> tracks, IReadOnlyList<RatedItem> sentences)
    {
        var free = sentences.DistinctBy(sentence => sentence.Content).ToHashSet();
        return [.. tracks.Select(track =>
        {
            var nearest = free.MinBy(sentence => sentence.Emotion.DistanceTo(track.Emotion))!;
            free.Remove(nearest);
            return nearest;
        })];
    }

    private static void Print(string name, RetrievalMetrics m) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {100 * m.RecallAt1:F1} | {100 * m.RecallAt5:F1} | {100 * m.RecallAt10:F1} | {100 * m.ReciprocalRankAt10:F1} | {m.MedianRank:F0} |"));

    private static string Mean(IEnumerable<double> values) => values.Average().ToString("F3", CultureInfo.InvariantCulture);
}
