using System.Reflection;
using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Encoders;
using Mmva.Evaluation;

namespace PaperTables;

/// <summary><c>--benchmark</c>: a data set on which others report figures, from its folder to a row that can be pasted next to theirs.</summary>
internal static class BenchmarkCommand
{
    public static async Task<int> RunAsync(string name, Arguments arguments, CancellationToken cancellationToken)
    {
        OutputCheck.Require(arguments.Markdown, arguments.Json, arguments.Predictions);
        var benchmark = BenchmarkReader.Read(name, arguments.Data);
        var files = PresentFiles.Of(benchmark, arguments.Partial);
        // too few items for a split are found out before the encoding
        benchmark.Protocols[0].Of(files.Items, arguments.Seeds[0]);
        benchmark = benchmark with { Protocols = [.. benchmark.Protocols.Where(protocol => IsPossible(protocol, files.Items, arguments.Seeds[0]))] };

        using var features = await EncodeAsync(benchmark, files.Items, arguments, cancellationToken);
        var run = new BenchmarkRun(benchmark, features, arguments);
        run.Run(cancellationToken);

        var bootstrap = new GroupBootstrap(arguments.Resamples);
        var report = BenchmarkReport.Of(
            benchmark, features.Encoder.Name, [.. Facts(benchmark, files, features, arguments, bootstrap)], run, bootstrap);
        if (arguments.Json is { } json) OutputFile.Write(json, BenchmarkJson.Format(report));
        if (arguments.Predictions is { } predictions) OutputFile.Write(predictions, string.Join('\n', run.Lines.Lines) + "\n");
        if (arguments.Markdown is { } markdown) OutputFile.Write(markdown, BenchmarkMarkdown.Format(report));
        else Console.Write(BenchmarkMarkdown.Format(report));
        return 0;
    }

    private static bool IsPossible(Protocol protocol, IReadOnlyList<RatedItem> items, int seed)
    {
        try
        {
            protocol.Of(items, seed);
            return true;
        }
        catch (MmvaException e)
        {
            Console.Error.WriteLine($"Left out: {e.Message}");
            return false;
        }
    }

    private static async Task<FeatureSet> EncodeAsync(
        Benchmark benchmark, IReadOnlyList<RatedItem> items, Arguments arguments, CancellationToken cancellationToken)
    {
        var cache = CachedFeatures.Open(arguments);
        if (benchmark.Modality == Modality.Caption)
        {
            var texts = arguments.Encoders.LoadCaptions(new() { CaptionPrecision = Precision.Exact });
            using var textsLifetime = texts as IDisposable;
            return await CachedFeatures.EncodeAsync(cache, benchmark.What, texts, items.AsInputs(), cancellationToken);
        }
        var music = arguments.Encoders.LoadMusic();
        using var musicLifetime = music as IDisposable;
        return await CachedFeatures.EncodeAsync(cache, benchmark.What, music, items.AsInputs(CachedFeatures.Decoder(arguments)), cancellationToken);
    }

    private static IEnumerable<(string, string)> Facts(
        Benchmark benchmark, PresentFiles files, FeatureSet features, Arguments arguments, GroupBootstrap bootstrap)
    {
        var version = typeof(BenchmarkCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        yield return ("command", $"PaperTables {string.Join(' ', Environment.GetCommandLineArgs().Skip(1))}");
        yield return ("version", version ?? "unknown");
        yield return ("data", $"{features.Count} of {benchmark.Items.Count} rated {benchmark.What}; {files.Missing.Count} files are missing, "
            + $"{files.Items.Count - features.Count} could not be read");
        yield return ("encoder", $"{features.Encoder.Name}, not trained further");
        yield return ("seeds", string.Join(", ", arguments.Seeds));
        yield return ("training", "MMVA's neck and valence-arousal head on this modality alone, the paper's recipe; at most "
            + $"{arguments.Epochs} epochs, stopped after {arguments.Patience} without a better validation score. Ridge regression and the mean have "
            + "the validation items too");
        yield return ("intervals",
            $"{100 * bootstrap.Confidence:F0} %, {bootstrap.Resamples} draws of groups (songs, documents); figures are means over the seeds");
        yield return ("scale", "ratings from 0 to 1, so RMSE is too; R², r and CCC do not depend on the scale");
        if (files.Missing.Count + (files.Items.Count - features.Count) > 0)
            yield return ("incomplete", "figures of a part of the data set do not compare with those of the whole");
    }
}
