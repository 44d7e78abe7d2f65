using System.Globalization;
using System.Numerics.Tensors;
using ConsoleProgram;
using Mmva;
using Mmva.Compact;
using Mmva.Data;
using Mmva.Training;

namespace CaptionMusic;

/// <summary>
/// Compares captions with those of MusicCaps, which musicians wrote (half of them is the reference, the other half the best that could be expected),
/// and with trivial captioners; and what the caption tower predicts for them with the ratings of the music.
/// </summary>
internal sealed class Evaluation(CompactCaptioner captioner, IAudioDecoder decoder)
{
    private const ulong Seed = 1;
    private const int Shuffles = 200, ShownCaptions = 6;
    private const string FixedSentence = "This is a piece of music.";

    public async Task RunAsync(string data, CancellationToken cancellationToken)
    {
        using var compact = CompactModel.Load();
        using var tagList = new TagList();
        var (musemo, vgmidi) = (Datasets.Musemo(Path.Combine(data, "musemo")), Datasets.Vgmidi(Path.Combine(data, "vgmidi")));
        List<RatedItem> tracks = [.. musemo.DistinctBy(t => t.Group), .. vgmidi, .. Datasets.Deam(Path.Combine(data, "deam"))];
        var (own, tags) = await CaptionAsync(tracks, tagList, cancellationToken);

        var real = Datasets.MusicCaps(Path.Combine(data, "musiccaps")).Select(c => c.Caption).ToArray();
        new RandomSource(Seed).Shuffle(real.AsSpan());
        var (reference, others) = (real[..(real.Length / 2)], real[(real.Length / 2)..]);
        Console.WriteLine(
            $"Captions of {tracks.Count} tracks (ten seconds at most of each), next to {tracks.Count} captions of MusicCaps; "
            + $"reference: {reference.Length} others.");
        Console.WriteLine(
            "\n| | words (10 %, 90 %) | different words | words, pairs, triples in MusicCaps | distinct words, pairs, triples | different captions "
            + "| nearest in MusicCaps | nearest of its own | distance |\n|---|---|---|---|---|---|---|---|---|");
        var (grams, cloud) = (TextMeasures.Reference(reference), await EmbedAsync(compact, reference, cancellationToken));
        foreach (var (name, captions) in new (string, string[])[]
        {
            ("MusicCaps itself", others[..tracks.Count]), ("the offline captioner", own), ("the five strongest tags", tags),
            ("one sentence for all", [.. own.Select(_ => FixedSentence)]),
        })
        {
            var text = TextMeasures.Of(captions, grams);
            var place = EmbeddingMeasures.Of(await EmbedAsync(compact, captions, cancellationToken), cloud);
            Console.WriteLine(
                $"| {name} | {text.Words:F1} ({text.Low}, {text.High}) | {text.Vocabulary} | {Percent(text.Known)} | {Percent(text.Distinct)} "
                + $"| {text.Different:P0} | {place.Nearest:F3} | {place.Self:F3} | {place.Distance:F4} |");
        }

        Console.WriteLine("""

            Correlation of the ratings of the music with what the compact model predicts for its captions: valence, arousal

            | | Musemo | VGMIDI |
            |---|---|---|
            """);
        foreach (var (name, captions) in new[] { ("the offline captioner", own), ("the five strongest tags", tags) })
        {
            var points = await compact.Predictor.PredictAsync(captions, cancellationToken);
            var emotions = points.Select(p => p.Emotion).ToArray();
            Console.WriteLine($"| {name} | {Correlations(tracks, emotions, "musemo")} | {Correlations(tracks, emotions, "vgmidi")} |");
            if (name.StartsWith("the off", StringComparison.Ordinal))
                Console.WriteLine(
                    $"| the same captions, exchanged at random within the set: 95 % of {Shuffles} are below | {Chance(tracks, emotions, "musemo")} "
                    + $"| {Chance(tracks, emotions, "vgmidi")} |");
        }
        Console.WriteLine("\nExamples:\n");
        foreach (var i in Enumerable.Range(0, ShownCaptions).Select(k => k * (tracks.Count - 1) / (ShownCaptions - 1)))
            Console.WriteLine($"- `{tracks[i].Id}`: {own[i]}");
    }

    private async Task<(string[] Captions, string[] Tags)> CaptionAsync(List<RatedItem> tracks, TagList tagList, CancellationToken cancellationToken)
    {
        var (captions, tags) = (new string[tracks.Count], new string[tracks.Count]);
        var progress = new ConsoleProgress<int>(done => $"{done} of {tracks.Count} tracks");
        for (var i = 0; i < tracks.Count; i++)
        {
            var audio = Middle(await decoder.DecodeAsync(tracks[i].Content, cancellationToken));
            captions[i] = await captioner.CaptionAsync(audio, cancellationToken);
            tags[i] = await tagList.CaptionAsync(audio, cancellationToken);
            progress.Report(i + 1);
        }
        return (captions, tags);
    }

    // as long as the clips of MusicCaps
    private static Waveform Middle(Waveform audio)
    {
        const int Seconds = 10;
        var length = Math.Min(audio.Samples.Length, Seconds * audio.SampleRate);
        return new(audio.Samples.Slice((audio.Samples.Length - length) / 2, length), audio.SampleRate);
    }

    // the last layer of MiniLM at length 1, which is its sentence embedding
    private static async Task<float[][]> EmbedAsync(CompactModel compact, IReadOnlyList<string> captions, CancellationToken cancellationToken)
    {
        const int Batch = 32, Layers = 3;
        var result = new List<float[]>();
        foreach (var batch in captions.Chunk(Batch))
        {
            var features = await compact.Captions.EncodeAsync(batch, cancellationToken);
            for (var i = 0; i < features.Count; i++)
            {
                var last = features[i].Span[^(features.Width / Layers)..].ToArray();
                TensorPrimitives.Divide(last, TensorPrimitives.Norm<float>(last), last);
                result.Add(last);
            }
        }
        return [.. result];
    }

    private static string Correlations(List<RatedItem> tracks, ValenceArousal[] points, string set)
    {
        var (rated, predicted) = Of(tracks, points, set);
        return $"{Pearson(rated, predicted, e => e.Valence):F2}, {Pearson(rated, predicted, e => e.Arousal):F2}";
    }

    private static string Chance(List<RatedItem> tracks, ValenceArousal[] points, string set)
    {
        var (rated, predicted) = Of(tracks, points, set);
        var random = new RandomSource(Seed);
        List<double> valence = [], arousal = [];
        for (var i = 0; i < Shuffles; i++)
        {
            random.Shuffle(predicted.AsSpan());
            valence.Add(Pearson(rated, predicted, e => e.Valence));
            arousal.Add(Pearson(rated, predicted, e => e.Arousal));
        }
        return $"{valence.Order().ElementAt(Shuffles * 95 / 100):F2}, {arousal.Order().ElementAt(Shuffles * 95 / 100):F2}";
    }

    private static (ValenceArousal[] Rated, ValenceArousal[] Predicted) Of(List<RatedItem> tracks, ValenceArousal[] points, string set)
    {
        var rows = Enumerable.Range(0, tracks.Count).Where(i => tracks[i].DataSet == set).ToArray();
        return ([.. rows.Select(i => tracks[i].Emotion)], [.. rows.Select(i => points[i])]);
    }

    private static double Pearson(ValenceArousal[] a, ValenceArousal[] b, Func<ValenceArousal, double> dimension)
    {
        var (meanA, meanB) = (a.Average(dimension), b.Average(dimension));
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        foreach (var (x, y) in a.Zip(b, (x, y) => (dimension(x) - meanA, dimension(y) - meanB)))
        {
            ab += x * y;
            aa += x * x;
            bb += y * y;
        }
        return ab / Math.Sqrt(aa * bb);
    }

    private static string Percent(double[] shares) => string.Join(", ", shares.Select(s => s.ToString("P0", CultureInfo.InvariantCulture)));
}
