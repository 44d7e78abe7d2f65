// The valence and arousal of files and texts, one line each: for scripts and spreadsheets.

using ConsoleProgram;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva;
using Predict;

return await Arguments.Command(async (inputs, listening, limits, cancellationToken) =>
{
    await using var services = Services.Build(
        mmva => listening.AddTo(limits.Apply(mmva).AddMagick()), // HEIC and the previews of cameras, too
        configure: options => options.BatchSize = 64,
        logging: log => log.AddFilter(typeof(EmotionPredictor).FullName, LogLevel.Error)); // notices are printed below, with the input's name
    var predictor = services.GetRequiredService<IEmotionPredictor>();
    var decoder = services.GetRequiredService<MediaDecoder>();
    var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} done");
    var failures = new Failures();
    var results = predictor.PredictManyAsync(inputs, ReadAsync, new() { BatchSize = 64 }, progress, cancellationToken);
    await foreach (var (input, predicted) in failures.Without(results))
    {
        var (modality, emotion) = (predicted.Modality.ToString().ToLowerInvariant(), predicted.Emotion);
        Console.WriteLine($"{input}\t{modality}\t{emotion.Valence:F6}\t{emotion.Arousal:F6}");
        foreach (var notice in predicted.Prediction.Notices) Console.Error.WriteLine($"{input}: {notice}");
    }
    return failures.ExitCode;

    async Task<MediaContent> ReadAsync(Input input, CancellationToken stop) =>
        input.IsText ? MediaContent.Of(input.Value) : await decoder.DecodeAsync(input.Value, stop);
},
async (listening, limits, cancellationToken) =>
{
    await using var services = Services.Build(
        mmva => listening.AddTo(limits.Apply(mmva).AddMagick().AddVideo()),
        logging: log => log.SetMinimumLevel(LogLevel.Warning)); // the licenses are in the report
    var progress = new ConsoleProgress<DiagnosticEntry>(found => $"{found.Name} examined");
    var diagnostics = await MmvaDiagnostics.DescribeAsync(services, progress, cancellationToken);
    Console.WriteLine(Secrets.Hide($"{diagnostics}"));
    return diagnostics.HasProblems ? 1 : 0;
}).RunAsync(args);
