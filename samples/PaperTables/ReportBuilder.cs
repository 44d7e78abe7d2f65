using System.Reflection;
using Mmva;
using Mmva.Data;
using Mmva.Evaluation;
using Mmva.Tasks.Evaluation;
using Mmva.Training;

namespace PaperTables;

/// <summary>Makes the tables of what was predicted.</summary>
internal sealed class ReportBuilder(
    Arguments arguments, DataFolder folder, DataEncoder encoder, TableData data, Experiment experiment, GroupBootstrap bootstrap)
{
    public async Task<PaperReport> BuildAsync(
        IReadOnlyList<CaptionedMusic>? manifest, CancellationToken cancellationToken)
    {
        var predictions = new PredictionTables(experiment.HeldOut, bootstrap);
        var retrieval = new RetrievalTables(bootstrap);
        foreach (var (index, split) in experiment.Splits.Index())
            await AddRetrievalAsync(retrieval, index, split, manifest, cancellationToken);
        var (table1, table3) = (predictions.Table1(), predictions.Table3());
        var table2 = retrieval.Table2();
        var videos = new VideoTables(arguments, folder, encoder, experiment);
        var table4 = await videos.Table4Async(cancellationToken);
        IReadOnlyList<TableRow> table5 = [.. retrieval.Table5(), .. VideoTables.Table5(table4)];
        return new(Facts(),
        [
            new(1, "prediction of similarity, valence and arousal", table1, Notes.Prediction(data)),
            new(2, "retrieval of music by captions", table2, Notes.Retrieval(manifest is not null, data)),
            new(3, "ablations, prediction", table3, Notes.Ablation),
            new(4, "video summaries", table4, Notes.Videos(arguments.Videos is not null)),
            new(5, "ablations, retrieval and video summaries", table5, Notes.Tasks(arguments.Videos is not null)),
        ],
        [
            .. Comparison.Of(1, table1, Metrics.Squared, Metrics.Pearson), .. Comparison.Of(2, table2, "R@10", "mAP10"),
            .. Comparison.Of(3, table3, Metrics.Squared, Metrics.Pearson), .. Comparison.Of(5, table5, "R@10", "mAP10"),
        ]);
    }

    private async Task AddRetrievalAsync(
        RetrievalTables retrieval, int index, SeedSplit split, IReadOnlyList<CaptionedMusic>? manifest,
        CancellationToken cancellationToken)
    {
        var systems = experiment.Trained[index];
        var mmva = (MmvaSystem)systems[SystemTrainer.Mmva];
        if (manifest is null)
        {
            Add(RetrievalPairs.ByRating(split.HoldOut, split.Seed));
            return;
        }
        var drawn = CaptionRetrieval.Sample(manifest, seed: (ulong)split.Seed);
        var (music, captions) = await encoder.EncodePairsAsync(drawn, cancellationToken);
        using (music)
        using (captions)
        {
            // the pairs of which both succeeded
            int[] both = [.. music.Rows.Intersect(captions.Rows).Order()];
            var (musicRows, captionRows) = (RowsOf(music), RowsOf(captions));
            Add(new RetrievalPairs(
                music.Take([.. both.Select(i => musicRows[i])]), captions.Take([.. both.Select(i => captionRows[i])]),
                [.. both.Select(i => drawn[i].Group)], IsRated: false));
        }

        void Add(RetrievalPairs pairs)
        {
            retrieval.Add(pairs, systems, cancellationToken);
            retrieval.AddBound(pairs, mmva, experiment.HeldOut, split.Seed, cancellationToken);
        }

        static Dictionary<int, int> RowsOf(FeatureSet set) => set.Rows.Index().ToDictionary(r => r.Item, r => r.Index);
    }

    private List<(string, string)> Facts()
    {
        var version = typeof(ReportBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        string Sets(FeatureSet set) => string.Join(", ", set.Items.CountBy(i => i.DataSet).Select(s => $"{s.Value} {s.Key}"));
        return
        [
            ("command", $"PaperTables {string.Join(' ', Environment.GetCommandLineArgs().Skip(1))}"), ("version", version),
            ("images", Sets(data.Images)), ("music", Sets(data.Music)), ("captions", Sets(data.Captions)),
            ("videos", $"{folder.TvSum.Count} annotated of TVSum, {folder.SumMe.Count} of SumMe"),
            ("encoders", string.Join(", ", new[] { data.Images.Encoder, data.Music.Encoder, data.Captions.Encoder }.Select(e => e.Name))),
            ("seeds", string.Join(", ", arguments.Seeds)),
            ("training", $"at most {arguments.Epochs} epochs of random matching (the paper: {MmvaTrainerOptions.DefaultEpochs}), stopped after "
                + $"{arguments.Patience} without a better score on a tenth that is held out by groups; the same steps and rule for all systems"),
            ("split", "70/10/20 by groups for each seed: songs, themes, games and near-duplicates stay on one side"),
            ("intervals", $"{100 * bootstrap.Confidence:F0} %, {bootstrap.Resamples} draws of groups"),
            .. arguments.Quick
                ? new[] { ("quick", $"at most {DataEncoder.QuickItems} images and pieces, {DataEncoder.QuickItems / 4} clips and "
                    + $"{DataEncoder.QuickCaptions} captions, whole groups drawn by the seed; 30 seconds of longer pieces") }
                : [],
        ];
    }
}
