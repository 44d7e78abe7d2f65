// The paper's experiment in six steps: features, random matching, training with the paper's defaults, evaluation, saving. docs/training.md explains each step.

using ConsoleProgram;
using Mmva;
using Mmva.Compact;
using Mmva.Data;
using Mmva.Encoders;
using Mmva.Evaluation;
using Mmva.Training;
using TrainPaper;

return await Arguments.Command(async (arguments, cancellationToken) =>
{
    // 1. The encoders: small ones that need no download, or the paper's.
    IModalityEncoder<RgbImage> imageEncoder = arguments.Clip is null ? CompactModel.LoadImages(new()) : ClipEncoder.Load(arguments.Clip);
    IModalityEncoder<Waveform> musicEncoder = arguments.Mert is null ? CompactModel.LoadMusic(new()) : MertEncoder.Load(arguments.Mert);
    IModalityEncoder<string> captionEncoder = arguments.Roberta is null ? CompactModel.LoadCaptions(new()) : RobertaEncoder.Load(arguments.Roberta);

    // 2. Rated images, music and captions, each encoded once. Features stay on disk and are read from there.
    string Folder(string name) => Path.Combine(arguments.Data, name);
    var oasis = OasisDataset.Read(Folder("oasis"));
    IReadOnlyList<RatedItem> tracks = [.. MusemoDataset.Read(Folder("musemo")), .. VgmidiDataset.Read(Folder("vgmidi"))];
    var captioned = MusicalCaptionsDataset.Read(Folder("musical-captions")).Select(caption => caption.ToRatedItem());
    var cache = new FeatureCache(new() { Folder = arguments.Cache });
    var encoding = new ConsoleProgress<EncodingProgress>(p => $"{p.Done} of {p.Total} encoded");
    using var images = await cache.EncodeAsync(imageEncoder, oasis.AsInputs(new SkiaImageDecoder()), encoding, cancellationToken);
    using var music = await cache.EncodeAsync(musicEncoder, tracks.AsInputs(new AudioDecoder()), encoding, cancellationToken);
    using var captions = await cache.EncodeAsync(captionEncoder, captioned.AsInputs(), encoding, cancellationToken);
    foreach (var failure in images.Failures.Concat(music.Failures).Concat(captions.Failures)) Console.Error.WriteLine(failure.Error.Message);

    // 3. A fifth of each is held out. No theme, song, game or near-duplicate lies on both sides.
    var (trainImages, testImages) = images.Split(test: 0.2, arguments.Seed);
    var (trainMusic, testMusic) = music.Split(test: 0.2, arguments.Seed);
    var (trainCaptions, testCaptions) = captions.Split(test: 0.2, arguments.Seed);
    Console.WriteLine($"training on {trainImages.Count} images, {trainMusic.Count} pieces of music and {trainCaptions.Count} captions");

    // 4. Random matching: every step pairs images and music afresh. These captions describe no track of the data, so each piece gets one that feels like it.
    var matching = new RandomMatching(trainImages, trainMusic, trainCaptions, new CaptionsByEmotion(trainMusic.Emotions, trainCaptions.Emotions));
    var model = new MmvaModel(new() { Image = images.Shape, Music = music.Shape, Caption = captions.Shape }, seed: (ulong)arguments.Seed);
    var checkpoint = arguments.Out + ".checkpoint";
    using var trainer = new MmvaTrainer(model, matching, new()
    {
        Epochs = arguments.Epochs, Seed = (ulong)arguments.Seed, CheckpointPath = checkpoint, CheckpointEvery = 50,
    });
    if (File.Exists(checkpoint)) trainer.Resume(checkpoint);
    trainer.Train(new ConsoleProgress<TrainingProgress>(p => $"epoch {p.Epoch} of {p.Epochs}, loss {p.Loss.Total:F4}"), cancellationToken);

    // 5. Evaluation on what was held out, next to the trivial predictor: the mean rating of the training items.
    Console.WriteLine($"\n{"",-8} {"items",5}  {"r (V/A)",-9}  {"MAE (V/A)",-11}  {"trivial MAE (V/A)"}");
    Report("images", EmotionReport.Compute(testImages.Emotions, model.PredictEmotion(Modality.Image, testImages.Features), trainImages.MeanEmotion));
    Report("music", EmotionReport.Compute(testMusic.Emotions, model.PredictEmotion(Modality.Music, testMusic.Features), trainMusic.MeanEmotion));
    Report("captions", EmotionReport.Compute(testCaptions.Emotions, model.PredictEmotion(Modality.Caption, testCaptions.Features), trainCaptions.MeanEmotion));
    var (error, trivial) = SimilarityError.Of(model, testImages, testMusic, testCaptions, matching, arguments.Seed);
    Console.WriteLine($"\nsimilarity of held-out triples: mean squared error {error:F4}, of a constant {trivial:F4}");

    // 6. The model is one file, with its sizes and σ. `AddMmva().UseModel(path)` takes it, together with the same encoders.
    model.Save(arguments.Out);
    File.Delete(checkpoint);
    Console.WriteLine($"\n{arguments.Out}: {model.ParameterCount:N0} parameters");
    return 0;

    static void Report(string name, EmotionReport report) => Console.WriteLine(
        $"{name,-8} {report.Count,5}  {report.Valence.Pearson:F2}/{report.Arousal.Pearson:F2}  "
        + $"{report.Valence.MeanAbsoluteError:F3}/{report.Arousal.MeanAbsoluteError:F3}  {report.Trivial.ValenceAbsoluteError:F3}/{report.Trivial.ArousalAbsoluteError:F3}");
}).RunAsync(args);
