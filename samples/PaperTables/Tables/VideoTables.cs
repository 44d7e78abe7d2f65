using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Tasks;
using Mmva.Tasks.Evaluation;

namespace PaperTables;

/// <summary>Table 4, and the part of Table 5 on video summaries.</summary>
internal sealed class VideoTables(Arguments arguments, DataFolder folder, DataEncoder encoder, Experiment experiment)
{
    public const string Video = "video", Summary = "summary", F = "F", Kendall = "tau", Spearman = "rho";

    public const string Criteria = "training-free criteria (CTVSUM)", MusicSuffix = ", music clips";

    private const string FixedShots = "2 s shots", IrregularShots = "irregular shots, 5 s on average";

    private static readonly double IrregularFrames = 5 * 30;

    public async Task<IReadOnlyList<TableRow>> Table4Async(CancellationToken cancellationToken)
    {
        var rows = new List<TableRow>();
        foreach (var (name, videos) in new[] { ("TVSum", folder.TvSum), ("SumMe", folder.SumMe) })
        {
            if (videos.Count == 0) continue;
            var systems = arguments.Videos is { } path ? await ScoreAsync(videos, path, cancellationToken) : [];
            rows.AddRange(await MeasureAsync($"{name}, {FixedShots}", videos, v => Shots.Fixed(v.FrameCount), systems, cancellationToken));
            rows.AddRange(await MeasureAsync(
                $"{name}, {IrregularShots}", videos, v => Shots.Irregular(v.FrameCount, IrregularFrames, seed: 1), systems, cancellationToken));
            rows.AddRange(Published.Summaries($"{name}, published", videos[0].Kind));
        }
        return rows;
    }

    /// <summary>The rows of MMVA and its ablations.</summary>
    public static IEnumerable<TableRow> Table5(IReadOnlyList<TableRow> table4) =>
        table4.Where(r => r.Source is null && r.System is SystemTrainer.Mmva or SystemTrainer.NoMatching or SystemTrainer.NoSimilarity);

    private static async Task<IEnumerable<TableRow>> MeasureAsync(
        string set, IReadOnlyList<AnnotatedVideo> videos, Func<AnnotatedVideo, IReadOnlyList<int>> shots, IReadOnlyList<ScoredSystem> systems,
        CancellationToken cancellationToken)
    {
        var progress = new ConsoleProgress<int>(done => $"{set}: {done} of {videos.Count} videos compared");
        var table = await SummaryTable.MeasureAsync(videos, shots, systems, progress: progress, cancellationToken: cancellationToken);
        return table.Rows.SelectMany(row => new[] { (F, row.F), (Kendall, row.Kendall), (Spearman, row.Spearman) }.Select(metric => new TableRow(
            row.System, set, Video, Summary, metric.Item1, metric.Item2.Value, metric.Item2.Low, metric.Item2.High)
        {
            Items = row.Videos, Groups = row.Videos, Seeds = [metric.Item2.Value], Trivial = Values(table, metric.Item1),
        }));
    }

    private static Dictionary<string, double> Values(SummaryTable table, string metric)
    {
        string[] trivial = [SummaryTable.Random, SummaryTable.RandomPerFrame, SummaryTable.Constant, SummaryTable.Human];
        return table.Rows.Where(row => trivial.Contains(row.System)).ToDictionary(
            row => row.System, row => (metric == F ? row.F : metric == Kendall ? row.Kendall : row.Spearman).Value);
    }

    // arousal by the models of the first seed; the features of the images are computed once for all of them
    private async Task<IReadOnlyList<ScoredSystem>> ScoreAsync(
        IReadOnlyList<AnnotatedVideo> videos, string path, CancellationToken cancellationToken)
    {
        string[] names = [SystemTrainer.Mmva, SystemTrainer.NoMatching, SystemTrainer.NoSimilarity];
        var scores = new Dictionary<string, Dictionary<string, float[]>>();
        var failures = new Failures();
        foreach (var video in videos)
        {
            if (Directory.EnumerateFiles(path, video.Id + ".*").Order(StringComparer.Ordinal).FirstOrDefault() is not { } file) continue;
            using var images = new RememberingEncoder<RgbImage>(encoder.Images, RememberingEncoder.KeyOf);
            using var music = new RememberingEncoder<Waveform>(encoder.Music, RememberingEncoder.KeyOf);
            try
            {
                foreach (var name in names)
                {
                    var model = ((MmvaSystem)experiment.Trained[0][name]).Model;
                    var progress = new ConsoleProgress<VideoSummaryProgress>(p => $"{video.Id}, {name}: {p.Position:h\\:mm\\:ss}");
                    var scorer = new VideoScorer(new EmotionPredictor(model, images, music, null));
                    var scored = await scorer.ScoreAsync(file, progress, cancellationToken);
                    Add(name, scored.ImagesAt(video.FrameCount));
                    if (name != SystemTrainer.Mmva) continue;
                    if (scored.Music.Count > 0) Add(name + MusicSuffix, scored.MusicAt(video.FrameCount));
                    if (scored.Contrastive.Count > 0) Add(Criteria, scored.ContrastiveAt(video.FrameCount));
                }
            }
            catch (MediaException e) // this one is reported, the others are compared
            {
                failures.Add(file, e);
            }

            void Add(string system, float[] values)
            {
                if (!scores.TryGetValue(system, out var byVideo)) scores.Add(system, byVideo = []);
                byVideo[video.Id] = values;
            }
        }
        if (scores.Count == 0) Console.Error.WriteLine($"{path}: has no video of this set, such as {videos[0].Id}.mp4.");
        return [.. scores.Select(s => new ScoredSystem(s.Key, s.Value))];
    }
}
