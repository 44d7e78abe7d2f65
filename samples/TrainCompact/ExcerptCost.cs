using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Evaluation;

namespace TrainCompact;

/// <summary>
/// What it costs to listen to an excerpt: ridge regression on features of whole pieces, measured on games that it did not see, and on DEAM.
/// Rated pieces are short, so pieces of one game are joined to medleys of two minutes, rated by the mean: they change more than a song does.
/// </summary>
internal sealed class ExcerptCost(Arguments arguments)
{
    private const int PiecesPerMedley = 4, SampleRate = 16_000;

    private static readonly TimeSpan Window = AudioDecoderOptions.DefaultExcerptWindow;

    // 0 seconds stand for all
    private static readonly (int Seconds, TimeSpan Window)[] Policies =
        [(0, Window), (15, Window), (30, Window), (60, Window), (30, 2 * Window)];

    public async Task PrintAsync(CancellationToken cancellationToken)
    {
        var music = arguments.Encoders.LoadMusic();
        using var loaded = music as IDisposable;
        var (musemo, vgmidi) = (Datasets.Musemo(Folder("musemo")), Datasets.Vgmidi(Folder("vgmidi")));
        using var trained = await EncodeAsync(music, [.. musemo, .. vgmidi], Policies[0], cancellationToken);
        var sets = new (string Name, int Seconds, IReadOnlyList<RatedItem> Items)[]
        {
            ("VGMIDI, 30 s", 30, vgmidi), ("DEAM, 45 s", 45, Datasets.Deam(Folder("deam"))),
            ("medleys, 2 minutes", 120, Medleys(vgmidi, cancellationToken)),
        };
        var models = new Dictionary<string, RidgeRegression>(StringComparer.Ordinal); // by the group that it has not seen
        foreach (var fold in GroupedSplit.Folds(vgmidi, Recipe.Folds, arguments.Seed))
        {
            var unseen = fold.Select(row => vgmidi[row].Group).ToHashSet();
            var model = Fit(trained.Where(item => !unseen.Contains(item.Group)));
            foreach (var group in unseen) models[group] = model;
        }
        var everything = Fit(trained);
        Console.WriteLine(MetricsTable.Rows("music | listened to | pieces | r (V/A) | MAE (V/A) | MAE trivial (V/A) | moved by", []));
        foreach (var (name, seconds, items) in sets)
        {
            ValenceArousal[]? whole = null;
            foreach (var policy in Policies.Where(policy => policy.Seconds < seconds))
            {
                using var features = await EncodeAsync(music, items, policy, cancellationToken);
                var predicted = Enumerable.Range(0, features.Count).Select(row => Baseline.Predict(
                    models.GetValueOrDefault(features.Items[row].Group, everything), features.LayerMeans([row]))[0]).ToArray();
                whole ??= predicted;
                var report = EmotionReport.Compute(features.Emotions, predicted, features.MeanEmotion);
                string[] cells =
                [
                    name, policy.Seconds == 0 ? "all" : $"{policy.Seconds} s in windows of {policy.Window.TotalSeconds:F1} s", $"{features.Count}",
                    MetricsTable.Pair(report, m => m.Pearson, "F3"), MetricsTable.Pair(report, m => m.MeanAbsoluteError, "F3"),
                    MetricsTable.Pair((report.Trivial.ValenceAbsoluteError, report.Trivial.ArousalAbsoluteError), "F3"),
                    $"{whole.Zip(predicted, (a, b) => a.DistanceTo(b)).Average():F4}",
                ];
                Console.WriteLine($"| {string.Join(" | ", cells)} |");
            }
        }
    }

    private string Folder(string name) => Path.Combine(arguments.Data, name);

    private RidgeRegression Fit(FeatureSet set)
    {
        int[] all = [.. Enumerable.Range(0, set.Count)];
        var features = set.LayerMeans(all);
        var inner = GroupedSplit.Folds(set.Items, 3, arguments.Seed);
        var penalty = RidgeRegression.FitCrossValidated(
            features.Values.Span, Baseline.Targets(set.Emotions), set.Count, inner, Baseline.Penalties).Penalty;
        return Baseline.Fit(features, set.Emotions, penalty);
    }

    private Task<FeatureSet> EncodeAsync(
        IModalityEncoder<Waveform> music, IReadOnlyList<RatedItem> items, (int Seconds, TimeSpan Window) policy, CancellationToken cancellationToken)
    {
        var decoder = new AudioDecoder(new()
        {
            Excerpt = policy.Seconds == 0 ? null : TimeSpan.FromSeconds(policy.Seconds), ExcerptWindow = policy.Window,
        });
        var progress = new ConsoleProgress<EncodingProgress>(p => $"{p.Done} of {p.Total} pieces, {policy.Seconds} s");
        return new FeatureCache(new() { Folder = arguments.Cache }).EncodeAsync(music, items.AsInputs(decoder), progress, cancellationToken);
    }

    private IReadOnlyList<RatedItem> Medleys(IReadOnlyList<RatedItem> pieces, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(arguments.Cache, "medleys");
        Directory.CreateDirectory(folder);
        var (decoder, medleys) = (new AudioDecoder(), new List<RatedItem>());
        foreach (var (parts, number) in pieces.GroupBy(piece => piece.Group).SelectMany(game => game.Chunk(PiecesPerMedley))
            .Where(parts => parts.Length == PiecesPerMedley).Select((parts, i) => (parts, i)))
        {
            var path = Path.Combine(folder, $"{number:D2}.wav");
            if (!File.Exists(path))
            {
                var samples = parts.SelectMany(part =>
                    AudioResampling.Resample(decoder.Decode(part.Content, cancellationToken), SampleRate).Samples.ToArray());
                OutputFile.Write(path, WavFile.Encode(new(samples.ToArray(), SampleRate)));
            }
            var emotion = new ValenceArousal(parts.Average(part => part.Emotion.Valence), parts.Average(part => part.Emotion.Arousal));
            medleys.Add(new($"medley {number}", path, emotion, parts[0].Group));
        }
        return medleys;
    }
}
