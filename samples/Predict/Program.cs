// How files and texts feel, one line each: for scripts and spreadsheets.

using ConsoleProgram;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva;
using Predict;

return await Arguments.Command(async (inputs, cancellationToken) =>
{
    await using var services = Services.Build(
        configure: options => options.BatchSize = 64,
        logging: log => log.AddFilter(typeof(EmotionPredictor).FullName, LogLevel.Error)); // notices are printed below, with the input's name
    var predictor = services.GetRequiredService<IEmotionPredictor>();
    var decoder = services.GetRequiredService<MediaDecoder>();
    var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} done");
    var failures = 0;
    var results = predictor.PredictManyAsync(inputs, (input, stop) => input.ReadAsync(decoder, stop), new() { BatchSize = 64 }, progress, cancellationToken);
    await foreach (var result in results)
    {
        if (result.Value is { } predicted)
        {
            Console.WriteLine($"{result.Input}\t{predicted.Modality.ToString().ToLowerInvariant()}\t{predicted.Emotion.Valence:F6}\t{predicted.Emotion.Arousal:F6}");
            foreach (var notice in predicted.Prediction.Notices) Console.Error.WriteLine($"{result.Input}: {notice}");
        }
        else
        {
            failures++;
            Console.Error.WriteLine(result.Error!.Message);
        }
    }
    return failures == 0 ? 0 : 1;
}).RunAsync(args);
