using System.CommandLine;
using ConsoleProgram;
using Mmva.Evaluation;
using Mmva.Training;

namespace PaperTables;

/// <param name="Retrieval">A manifest of audio files and captions for Table 2, or null.</param>
/// <param name="Videos">The folder of TVSum's or SumMe's videos for Table 4, or null.</param>
/// <param name="Benchmark">A data set on which others report figures, instead of the tables, or null.</param>
/// <param name="Partial">Whether a benchmark runs on less than half of its files.</param>
internal sealed record Arguments(
    string Data, string Cache, string? Markdown, string? Html, string? Json, string? Predictions, string? Retrieval, string? Videos, bool Quick,
    IReadOnlyList<int> Seeds, int Epochs, int Patience, int Resamples, int Threads, EncoderFolders Encoders,
    string? Benchmark, bool Partial)
{
    private const int QuickEpochs = 40, DefaultSeeds = 3, DefaultPatience = 40, DefaultEpochs = 200;

    public static Command Command(Func<Arguments, CancellationToken, Task<int>> run)
    {
        var data = CommandLine.Folder("--data", "FOLDER", "The data sets; see the README for the names of their folders.", required: true);
        var cache = CommandLine.Text("--cache", "FOLDER", "The folder where features are kept.", "features");
        var markdown = CommandLine.Text("--markdown", "FILE", "Writes the tables here instead of printing them.");
        var html = CommandLine.Text("--html", "FILE", "Writes a page with tables and plots.");
        var json = CommandLine.Text("--json", "FILE", "Writes all rows, with intervals, seeds and trivial predictors.");
        var predictions = CommandLine.Text("--predictions", "FILE", "Writes every held-out rating and prediction as CSV.");
        var retrieval = CommandLine.Text(
            "--retrieval", "MANIFEST", "Table 2 on these pairs: CSV or JSON lines with path and caption, of which 1,000 are drawn.");
        var videos = CommandLine.Folder("--videos", "FOLDER", "The videos of tvsum or summe, named after their ids: Mmva's rows of Table 4.");
        var quick = CommandLine.Flag("--quick", "The same tables in ten minutes: one seed, few epochs, at most 600 items of each kind.");
        var seeds = CommandLine.Number(
            "--seeds", "N", "The number of seeds; each decides split, initial weights and matching.", 1, 100, DefaultSeeds);
        var firstSeed = CommandLine.Number("--seed", "N", "The first seed.", 0, int.MaxValue / 2, fallback: 1);
        var epochs = CommandLine.Number(
            "--epochs", "N", $"Epochs to train at most; the paper's are {MmvaTrainerOptions.DefaultEpochs}.", 1, 1_000_000, DefaultEpochs);
        var patience = CommandLine.Number(
            "--patience", "N", "Epochs without a better validation score after which training stops.", 1, 1_000_000, DefaultPatience);
        var resamples = CommandLine.Number(
            "--resamples", "N", "Draws of the bootstrap.", 100, 1_000_000, GroupBootstrap.DefaultResamples);
        var threads = CommandLine.Number("--threads", "N", "Threads of the training.", 1, 1024, Environment.ProcessorCount);
        var benchmark = new Option<string?>("--benchmark")
        {
            HelpName = string.Join('|', BenchmarkReader.Names),
            Description = "Instead of the tables: valence and arousal on a data set, split as others split it, with a row to paste next to theirs.",
        };
        benchmark.CompletionSources.Add([.. BenchmarkReader.Names]);
        benchmark.Checked(word => BenchmarkReader.Names.Contains(word)
            ? null : $"--benchmark takes {string.Join(" or ", BenchmarkReader.Names)}, not '{word}'.");
        var partial = CommandLine.Flag("--partial", "Runs a benchmark although more than half of its audio files are missing.");
        var command = new RootCommand("""
            Prints the tables of the MMVA paper for your data: prediction, retrieval, ablations and video summaries.

            Every figure is the mean over the seeds with a bootstrap interval over groups (songs, themes), next to trivial predictors.
            Features are kept: stopped with Ctrl+C, the same command encodes only what is missing.
            """)
        {
            data, cache, markdown, html, json, predictions, retrieval, videos, quick, seeds, firstSeed, epochs, patience, resamples, threads,
            benchmark, partial,
        };
        Option[] ofTables = [html, retrieval, videos];
        command.Check(given => given.GetResult(benchmark) is null
            ? given.GetResult(partial) is { Implicit: false } ? "--partial is for --benchmark." : null
            : ofTables.FirstOrDefault(option => given.GetResult(option) is { Implicit: false }) is { } option
                ? $"{option.Name} is for the tables; --benchmark writes --markdown, --json and --predictions." : null);
        EncoderFolders.AddTo(command);
        command.SetAction((line, cancellationToken) =>
        {
            var isQuick = line.GetValue(quick);
            int Chosen(Option<int> option, int quickly) =>
                isQuick && line.GetResult(option) is null or { Implicit: true } ? quickly : line.GetValue(option);
            return run(
                new(
                    line.GetRequiredValue(data).ToString(), line.GetRequiredValue(cache), line.GetValue(markdown), line.GetValue(html),
                    line.GetValue(json), line.GetValue(predictions), line.GetValue(retrieval), line.GetValue(videos)?.ToString(), isQuick,
                    [.. Enumerable.Range(line.GetValue(firstSeed), Chosen(seeds, 1))], Chosen(epochs, QuickEpochs), line.GetValue(patience),
                    line.GetValue(resamples), line.GetValue(threads), EncoderFolders.Of(line),
                    line.GetValue(benchmark), line.GetValue(partial)),
                cancellationToken);
        });
        return command;
    }
}
