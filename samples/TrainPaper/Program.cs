// The paper's experiment in six steps: features, random matching, training with the paper's defaults, evaluation, saving.
// docs/training.md explains each step.

using ConsoleProgram;
using Mmva;
using Mmva.Data;
using Mmva.Evaluation;
using Mmva.Training;
using TrainPaper;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    // 1. The encoders: small ones that need no download, or the paper's.
    var imageEncoder = arguments.Encoders.LoadImages();
    var musicEncoder = arguments.Encoders.LoadMusic();
    var captionEncoder = arguments.Encoders.LoadCaptions(new());

    // 2. Rated images, music and captions, each encoded once. Features stay on disk and are read from there.
    string Folder(string name) => Path.Combine(arguments.Data, name);
    var oasis = Datasets.Oasis(Folder("oasis"));
    IReadOnlyList<RatedItem> tracks = [.. Datasets.Musemo(Folder("musemo")), .. Datasets.Vgmidi(Folder("vgmidi"))];
    var captioned = Datasets.MusicalCaptions(Folder("musical-captions")).Select(caption => caption.ToRatedItem());
    var cache = new FeatureCache(new() { Folder = arguments.Cache });
    var encoding = new ConsoleProgress<EncodingProgress>(p => $"{p.Done} of {p.Total} encoded");
    using var images = await cache.EncodeAsync(imageEncoder, oasis.AsInputs(new SkiaImageDecoder()), encoding, cancellationToken);
    using var music = await cache.EncodeAsync(musicEncoder, tracks.AsInputs(new AudioDecoder()), encoding, cancellationToken);
    using var captions = await cache.EncodeAsync(captionEncoder, captioned.AsInputs(), encoding, cancellationToken);
    var failures = new Failures();
    foreach (var failure in images.Failures.Concat(music.Failures).Concat(captions.Failures)) failures.Add(failure.Name, failure.Error);

    // 3. A fifth of each is held out. No theme, song, game or near-duplicate lies on two sides.
    (FeatureSet Train, FeatureSet Validation, FeatureSet Test) Split(FeatureSet set)
    {
        var split = GroupedSplit.TrainValidationHoldOut(set.Items, arguments.Validation, holdOut: 0.2, arguments.Seed);
        return (set.Take(split.Train), set.Take(split.Validation), set.Take(split.HoldOut));
    }
    var (trainImages, validationImages, testImages) = Split(images);
    var (trainMusic, validationMusic, testMusic) = Split(music);
    var (trainCaptions, validationCaptions, testCaptions) = Split(captions);
    Console.WriteLine($"training on {trainImages.Count} images, {trainMusic.Count} pieces of music and {trainCaptions.Count} captions");

    // 4. Random matching: every step pairs images and music afresh.
    // These captions describe no track of the data, so each piece gets one that feels like it.
    var matching = new RandomMatching(trainImages, trainMusic, trainCaptions, new CaptionsByEmotion(trainMusic.Emotions, trainCaptions.Emotions));
    IBatchSource source = arguments.RandomMatching
        ? matching : FixedPairs.Of(matching, trainImages, trainMusic, trainCaptions, arguments.Seed);
    var validation = arguments.Validation == 0 ? null : new Validation(
        (Modality.Image, trainImages, validationImages), (Modality.Music, trainMusic, validationMusic),
        (Modality.Caption, trainCaptions, validationCaptions));
    var model = new MmvaModel(
        new() { Image = images.Shape, Music = music.Shape, Caption = captions.Shape, SimilarityHead = arguments.SimilarityHead },
        seed: (ulong)arguments.Seed);
    using var trainer = new MmvaTrainer(model, source, new()
    {
        Epochs = arguments.Epochs, BatchSize = arguments.BatchSize, LearningRate = arguments.LearningRate, WeightDecay = arguments.WeightDecay,
        Seed = (ulong)arguments.Seed, ValidationScore = validation is null ? null : validation.Score, Patience = arguments.Patience,
        BestModelPath = validation is null ? null : arguments.BestModel,
        CheckpointPath = arguments.LastCheckpoint, CheckpointEvery = arguments.CheckpointEvery,
    });
    if (Run.Train(trainer, arguments, validation?.Trivial, cancellationToken) is not { } result) return 130;
    if (result.BestScore is { } best)
        Console.WriteLine(
            $"best of {result.Epochs} epochs: {result.BestEpoch}, with a validation score of {best:F4}; trivial predictor {validation!.Trivial:F4}");

    // 5. Evaluation on what was held out, next to the trivial predictor: the mean rating of the training items.
    Console.WriteLine($"\n{"",-8} {"items",5}  {"r (V/A)",-9}  {"MAE (V/A)",-11}  {"trivial MAE (V/A)"}");
    Report("images", Modality.Image, trainImages, testImages);
    Report("music", Modality.Music, trainMusic, testMusic);
    Report("captions", Modality.Caption, trainCaptions, testCaptions);
    var (error, trivial) = SimilarityError.Of(model, testImages, testMusic, testCaptions, matching, arguments.Seed);
    Console.WriteLine($"\nsimilarity of held-out triples: mean squared error {error:F4}, of a constant {trivial:F4}");

    // 6. The model is one file, with its sizes and σ. `AddMmva().UseModel(path)` takes it, together with the same encoders.
    model.Save(arguments.Out);
    Console.WriteLine($"\n{arguments.Out}: {model.ParameterCount:N0} parameters");
    if (arguments.Log is { } log) Console.WriteLine($"{Path.Combine(log, "curves.html")}: the curves of the run");
    return 0;

    void Report(string name, Modality modality, FeatureSet train, FeatureSet test)
    {
        var report = EmotionReport.Compute(test.Emotions, model.PredictEmotion(modality, test.Features), train.MeanEmotion);
        var (valence, arousal, trivial) = (report.Valence, report.Arousal, report.Trivial);
        Console.WriteLine(
            $"{name,-8} {report.Count,5}  {valence.Pearson:F2}/{arousal.Pearson:F2}  {valence.MeanAbsoluteError:F3}/{arousal.MeanAbsoluteError:F3}  "
            + $"{trivial.ValenceAbsoluteError:F3}/{trivial.ArousalAbsoluteError:F3}");
    }
}).RunAsync(args);
