// Moods, valence and arousal in the tags of music files, and how to take them out again.

using ConsoleProgram;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva;
using MoodTagging;
using MoodTagging.Placement;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    if (arguments.Data is { } data) return await new Evaluation(data, arguments).RunAsync(cancellationToken);

    // 1. Mmva with its trained default, the vocabulary, and the writer of tags. Music is listened to once, and in excerpts.
    await using var services = Services.Build(
        mmva => arguments.Listening.AddTo(mmva).AddMoods(options => options.VocabularyFile = arguments.Vocabulary),
        logging: log => log.AddFilter(typeof(EmotionPredictor).FullName, LogLevel.Error)); // silence is reported below, with the file's name
    var writer = services.GetRequiredService<IMoodTagWriter>();
    if (arguments.Undo is { } undo) return await new UndoRun(writer).RunAsync(undo, cancellationToken);

    // 2. The mood of each file, written as soon as it is known.
    var vocabulary = services.GetRequiredService<MoodVocabulary>();
    var files = MusicFiles.Find(arguments.Music!);
    using var list = arguments.DryRun ? null : UndoList.Open(arguments.UndoList);
    var failures = new Failures();
    var run = new TagRun(writer, vocabulary, arguments, list, failures);
    var predictor = services.GetRequiredService<IEmotionPredictor>();
    var decoder = new MediaDecoder(services.GetRequiredService<IAudioDecoder>());
    var progress = new ConsoleProgress<FileProgress>(p => $"{p.Done} of {files.Count} files");
    var results = predictor.PredictFilesAsync(
        run.Readable(files), decoder, new() { DecodeAhead = arguments.Listening.DecodeAhead }, progress, cancellationToken);
    await foreach (var (path, predicted) in failures.Without(results)) await run.TagAsync(path, predicted.Prediction, cancellationToken);

    // 3. How many of each mood.
    run.PrintMoods();
    return failures.ExitCode;
}).RunAsync(args, canceled: "Canceled. Each file has its old or its new tags, and the undo list has those that changed.");
