// The tables of the MMVA paper for your data: every system trained by one recipe, every figure with an interval and trivial predictors.

using ConsoleProgram;
using Mmva.Data;
using Mmva.Evaluation;
using PaperTables;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    if (arguments.Benchmark is { } benchmark) return await BenchmarkCommand.RunAsync(benchmark, arguments, cancellationToken);

    // what can fail is tried before the long work
    OutputCheck.Require(arguments.Markdown, arguments.Html, arguments.Json, arguments.Predictions);
    var folder = await DataFolder.ReadAsync(arguments.Data, cancellationToken);
    var manifest = arguments.Retrieval is { } path ? Datasets.CaptionedMusic(path) : null;

    // 1. Everything is encoded once; the features are kept.
    using var encoder = new DataEncoder(arguments);
    using var data = await encoder.EncodeAsync(folder, cancellationToken);
    Console.Error.WriteLine($"{data.Images.Count} images, {data.Music.Count} pieces of music, {data.Captions.Count} captions");

    // 2. All systems for all seeds.
    var experiment = new Experiment(data, arguments);
    experiment.Run(cancellationToken);

    // 3. The tables.
    var bootstrap = new GroupBootstrap(arguments.Resamples);
    var report = await new ReportBuilder(arguments, folder, encoder, data, experiment, bootstrap).BuildAsync(manifest, cancellationToken);
    if (arguments.Json is { } json) OutputFile.Write(json, JsonFile.Format(report));
    if (arguments.Html is { } html) OutputFile.Write(html, HtmlFile.Format(report));
    if (arguments.Predictions is { } predictions) OutputFile.Write(predictions, string.Join('\n', experiment.HeldOut.Lines) + "\n");
    if (arguments.Markdown is { } markdown) OutputFile.Write(markdown, MarkdownFile.Format(report));
    else Console.Write(MarkdownFile.Format(report));
    return 0;
}).RunAsync(args);
