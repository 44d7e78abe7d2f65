// How files and texts feel, one line each: for scripts and spreadsheets.

using System.Globalization;
using ConsoleProgram;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva;
using Mmva.Data;
using Predict;

return await Arguments.Command(async (inputs, cancellationToken) =>
{
    await using var services = new ServiceCollection()
        // standard output is the table; whatever the library has to say goes to standard error
        .AddLogging(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddFilter(typeof(EmotionPredictor).FullName, LogLevel.Error)) // notices are printed below, with the input's name
        .AddMmva(options => options.BatchSize = 64).UseCompact()
        .Services.BuildServiceProvider();
    var predictor = services.GetRequiredService<IEmotionPredictor>();
    var (images, sounds) = (services.GetRequiredService<IImageDecoder>(), services.GetRequiredService<IAudioDecoder>());

    // Files are decoded ahead while the encoders work; neighbours of one kind go through them together.
    var (batch, progress, failures) = (new Batch(predictor), new Progress(), 0);
    await foreach (var result in MediaPipeline.ReadAheadAsync(inputs, (input, stop) => Decoded.ReadAsync(input, images, sounds, stop), cancellationToken: cancellationToken))
    {
        if (!result.Succeeded || !batch.Takes(result.Value)) await PrintBatch();
        if (result.Succeeded) batch.Add(result.Input.Label, result.Value);
        else Fail(result.Error.Message);
    }
    await PrintBatch();
    return failures == 0 ? 0 : 1;

    async Task PrintBatch()
    {
        foreach (var (label, modality, prediction, error) in await batch.PredictAsync(cancellationToken))
        {
            if (prediction is null) Fail($"{label}: {error}");
            else
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{label}\t{modality}\t{prediction.Emotion.Valence:F6}\t{prediction.Emotion.Arousal:F6}"));
                foreach (var notice in prediction.Notices) Console.Error.WriteLine($"{label}: {notice}");
            }
            progress.CountOne();
        }
    }

    void Fail(string message)
    {
        failures++;
        Console.Error.WriteLine(message);
    }
}).RunAsync(args);
