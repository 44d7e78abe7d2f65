using System.Globalization;
using Mmva;
using Mmva.Data;

namespace PaperTables;

/// <summary>Reads the data sets on which others report figures.</summary>
internal static class BenchmarkReader
{
    /// <summary>The full-length songs with which MediaEval evaluated in 2015; the others are excerpts of 45 seconds.</summary>
    private const int FirstEvaluationSong = 2001, LastEvaluationSong = 2058;

    private static readonly Dictionary<string, (string[] Folders, Func<string, Benchmark> Read)> Sets = new(StringComparer.Ordinal)
    {
        ["emomusic"] = (["emomusic", "deam"], EmoMusic),
        ["deam"] = (["deam"], Deam),
        ["pmemo"] = (["pmemo"], Pmemo),
        ["emobank"] = (["emobank"], EmoBank),
    };

    public static IReadOnlyList<string> Names { get; } = [.. Sets.Keys];

    /// <summary>Reads a data set.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="folder">Its folder, or one that contains it under its usual name.</param>
    /// <exception cref="DatasetException">A table is missing or damaged.</exception>
    public static Benchmark Read(string name, string folder)
    {
        var (folders, read) = Sets[name];
        return read(folders.Select(f => Path.Combine(folder, f)).FirstOrDefault(Directory.Exists) ?? folder);
    }

    private static Benchmark EmoMusic(string folder)
    {
        if (File.Exists(Path.Combine(folder, "meta.json")))
        {
            IReadOnlyList<RatedItem> train = Datasets.EmoMusic(folder, "train"), validation = Datasets.EmoMusic(folder, "valid"),
                test = Datasets.EmoMusic(folder, "test");
            return EmoMusic([.. train, .. validation, .. test], new PublishedSplit(
                "meta.json", $"The split of meta.json: {train.Count} songs to train on, {validation.Count} for validation, {test.Count} to test.")
            {
                Train = PublishedSplit.Ids(train), Validation = PublishedSplit.Ids(validation), HoldOut = PublishedSplit.Ids(test),
            });
        }
        IReadOnlyList<RatedItem> development = Datasets.EmoMusic(folder, "development"), evaluation = Datasets.EmoMusic(folder, "evaluation");
        return EmoMusic([.. development, .. evaluation], new PublishedSplit(
            "MediaEval 2013", $"The publishers' split in songs_info.csv: {development.Count} songs to train on, of which a tenth are for validation, "
            + $"{evaluation.Count} to test.")
        {
            Train = PublishedSplit.Ids(development), HoldOut = PublishedSplit.Ids(evaluation),
        });
    }

    private static Benchmark EmoMusic(IReadOnlyList<RatedItem> items, Protocol protocol) =>
        new("emomusic", "emoMusic", Modality.Music, items, [protocol]);

    private static Benchmark Deam(string folder)
    {
        var items = Datasets.Deam(folder, withoutAudio: true);
        var (evaluation, others) = (items.Where(IsEvaluation).ToList(), items.Where(item => !IsEvaluation(item)).ToList());
        List<Protocol> protocols = [new GroupedFolds("songs")];
        // a table of some songs may have none of them
        if (evaluation.Count > 0 && others.Count > 0)
            protocols.Add(new PublishedSplit(
                "MediaEval 2015", $"The songs of MediaEval's evaluation of 2015, which are whole songs ({evaluation.Count}), held out from the "
                + $"excerpts ({others.Count}), of which a tenth are for validation. MediaEval itself evaluated ratings over time.")
            {
                Train = PublishedSplit.Ids(others), HoldOut = PublishedSplit.Ids(evaluation),
            });
        return new("deam", "DEAM", Modality.Music, items, protocols);

        static bool IsEvaluation(RatedItem item) =>
            int.Parse(item.Id, CultureInfo.InvariantCulture) is >= FirstEvaluationSong and <= LastEvaluationSong;
    }

    private static Benchmark Pmemo(string folder) => new("pmemo", "PMEmo", Modality.Music, Datasets.Pmemo(folder), [new GroupedFolds("songs")]);

    private static Benchmark EmoBank(string folder)
    {
        IReadOnlyList<RatedItem> train = Datasets.EmoBank(folder, "train"), dev = Datasets.EmoBank(folder, "dev"),
            test = Datasets.EmoBank(folder, "test");
        var (held, description) = test.Count > 0
            ? (test, $"The publishers' split: {train.Count} sentences to train on, {dev.Count} for validation (dev), {test.Count} to test.")
            : (dev, $"The publishers' split without its test part, which the table does not have: {train.Count} sentences to train on, of which a "
                + $"tenth, by documents, are for validation, {dev.Count} to test (dev).");
        return new("emobank", "EmoBank", Modality.Caption, [.. train, .. dev, .. test],
        [
            new PublishedSplit(test.Count > 0 ? "test" : "dev", description)
            {
                Train = PublishedSplit.Ids(train), Validation = test.Count > 0 ? PublishedSplit.Ids(dev) : null, HoldOut = PublishedSplit.Ids(held),
            },
        ]);
    }
}
