using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Data;
using Mmva.Encoders;
using Mmva.Evaluation;
using Mmva.Training;

namespace Documents.Snippets;

/// <summary>The code of docs/training.md.</summary>
internal static class TrainingSnippets
{
    public static (IModalityEncoder<RgbImage> Images, IModalityEncoder<Waveform> Music, IModalityEncoder<string> Captions) LoadEncoders()
    {
        var imageEncoder = ClipEncoder.Load("towers/clip-vit-base-patch32");
        var musicEncoder = MertEncoder.Load("towers/MERT-v1-95M");
        var captionEncoder = RobertaEncoder.Load("towers/roberta-base");
        return (imageEncoder, musicEncoder, captionEncoder);
    }

    public static async Task<int> EncodeAsync(
        IReadOnlyList<RatedItem> photos, IReadOnlyList<RatedItem> tracks, IReadOnlyDictionary<string, string> captionOf,
        IModalityEncoder<RgbImage> imageEncoder, IModalityEncoder<Waveform> musicEncoder, IModalityEncoder<string> captionEncoder,
        IImageDecoder imageDecoder, IAudioDecoder audioDecoder, string cacheFolder, IProgress<EncodingProgress> progress,
        CancellationToken cancellationToken)
    {
        var cache = new FeatureCache(new() { Folder = cacheFolder });
        using var images = await cache.EncodeAsync(imageEncoder, photos.AsInputs(imageDecoder), progress, cancellationToken);
        using var music = await cache.EncodeAsync(musicEncoder, tracks.AsInputs(audioDecoder), progress, cancellationToken);

        // a caption has the rating of the music that it describes
        var captionItems = music.Items.Select(track => track with { Content = captionOf[track.Id] });
        using var captions = await cache.EncodeAsync(captionEncoder, captionItems.AsInputs(), progress, cancellationToken);

        foreach (var failure in images.Failures.Concat(music.Failures)) Console.Error.WriteLine(failure.Error.Message);
        return images.Count + music.Count + captions.Count;
    }

    public static RandomMatching Match(FeatureSet images, FeatureSet music, FeatureSet captions)
    {
        var (trainImages, testImages) = images.Split(test: 0.2, seed: 1);
        var (trainMusic, testMusic) = music.Split(test: 0.2, seed: 1);

        // the captions of the same pieces, in the same order
        var trainIds = trainMusic.Items.Select(track => track.Id).ToHashSet();
        var trainCaptions = captions.Where(caption => trainIds.Contains(caption.Id));

        var matching = new RandomMatching(trainImages, trainMusic, trainCaptions);
        Console.WriteLine($"σ = {matching.Similarity.Sigma}");
        return matching;
    }

    public static RandomMatching MatchByEmotion(FeatureSet trainImages, FeatureSet trainMusic, FeatureSet trainCaptions)
    {
        var matching = new RandomMatching(
            trainImages, trainMusic, trainCaptions, new CaptionsByEmotion(trainMusic.Emotions, trainCaptions.Emotions));
        return matching;
    }

    public static MmvaModel CreateModel(FeatureSet images, FeatureSet music, FeatureSet captions)
    {
        var model = new MmvaModel(new() { Image = images.Shape, Music = music.Shape, Caption = captions.Shape }, seed: 1);
        return model;
    }

    public static TrainingResult Train(
        MmvaModel model, IBatchSource matching, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var options = new MmvaTrainerOptions { Seed = 1, CheckpointPath = "mmva.checkpoint", CheckpointEvery = 50 };
        using var trainer = new MmvaTrainer(model, matching, options);
        if (File.Exists(options.CheckpointPath)) trainer.Resume(options.CheckpointPath);
        using var log = TrainingLog.Open("mmva.log", trainer, progress);
        var result = trainer.Train(log, cancellationToken);
        return result;
    }

    public static EmotionReport Evaluate(MmvaModel model, FeatureSet trainMusic, FeatureSet testMusic)
    {
        var predicted = model.PredictEmotion(Modality.Music, testMusic.Features);
        var report = EmotionReport.Compute(testMusic.Emotions, predicted, trainMusic.MeanEmotion);
        Console.WriteLine($"valence of {report.Count} pieces: r {report.Valence.Pearson:F2}, "
            + $"MAE {report.Valence.MeanAbsoluteError:F3}, trivial predictor {report.Trivial.ValenceAbsoluteError:F3}");

        // songs are drawn, not items: what belongs together varies together
        var errors = GroupedErrors.Of(
            [.. testMusic.Emotions.Select(e => (double)e.Valence)], [.. predicted.Select(p => (double)p.Valence)],
            [.. testMusic.Items.Select(item => item.Group)]);
        var estimate = new GroupBootstrap().Estimate([errors], sums => sums.Pearson);
        Console.WriteLine($"r of valence: {estimate.Value:F2}, 95 % from {estimate.Lower:F2} to {estimate.Upper:F2}");
        return report;
    }

    public static void Save(MmvaModel model)
    {
        model.Save("mmva.safetensors");
    }

    public static void UsePaperModel(IServiceCollection services)
    {
        services.AddMmva()
            .UseModel("mmva.safetensors")
            .UseClip("towers/clip-vit-base-patch32")
            .UseMert("towers/MERT-v1-95M")
            .UseRoberta("towers/roberta-base")
            .AddMedia();
    }

    public static void UseModelOnCompactEncoders(IServiceCollection services)
    {
        services.AddMmva().UseCompact().UseModel("mmva.safetensors");
    }

    public static LabeledFeatures Weigh(FeatureSet trainMusic)
    {
        var weighted = trainMusic.ToLabeled(track => track.DataSet == "vgmidi" ? 4 : 1);
        return weighted;
    }

    public static MmvaTrainerOptions StopEarly(FeatureSet music)
    {
        var split = GroupedSplit.TrainValidationHoldOut(music.Items, validation: 0.1, holdOut: 0.2, seed: 1);
        var validation = music.Take(split.Validation);
        var options = new MmvaTrainerOptions
        {
            ValidationScore = current => EmotionReport.Compute(
                validation.Emotions, current.PredictEmotion(Modality.Music, validation.Features), validation.MeanEmotion).Valence.MeanSquaredError,
            Patience = 20,
        };
        return options;
    }

    public static PredefinedPairs Predefine(
        FeatureSet trainImages, FeatureSet trainMusic, FeatureSet trainCaptions, IReadOnlyList<(int Image, int Music)> pairs,
        EmotionalSimilarity similarity)
    {
        (int Image, int Music, int Caption)[] triples = [.. pairs.Select(pair => (pair.Image, pair.Music, pair.Music))];
        var source = new PredefinedPairs(trainImages, trainMusic, trainCaptions, triples, similarity);
        return source;
    }

    public static (ValenceArousal[] Points, float[] Scores) Compare(
        FeatureSet images, FeatureSet music, RandomMatching matching, FeatureSet testImages, FeatureSet testMusic,
        IReadOnlyList<int> imageRows, IReadOnlyList<int> musicRows, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var system = new ComparisonModel(ComparisonSystem.Cdcml, new() { Image = images.Shape, Music = music.Shape }, seed: 1);
        using var comparison = new ComparisonTrainer(system, matching, new() { Seed = 1 });
        comparison.Train(progress, cancellationToken);

        var points = system.PredictEmotion(Modality.Music, testMusic.Features);
        var scores = system.PredictSimilarity(testImages.Features.Take(imageRows), testMusic.Features.Take(musicRows)); // row by row
        return (points, scores);
    }

    public static void PrintPublished()
    {
        Console.WriteLine(PublishedResults.Warning);
        foreach (var figure in PublishedResults.All)
            Console.WriteLine($"{figure.System}, {figure.Task}: {figure.Metric} {figure.Value} on {figure.Data} ({figure.Source})");
    }

    public static MmvaModel CreateWithoutSimilarityHead(FeatureSet images, FeatureSet music, FeatureSet captions)
    {
        var model = new MmvaModel(new() { Image = images.Shape, Music = music.Shape, Caption = captions.Shape, SimilarityHead = false }, seed: 1);
        return model;
    }
}

/// <summary>Random matching in which pairs count by their similarity: close matches more than distant ones.</summary>
public sealed class CloseMatchesFirst(RandomMatching matching) : IBatchSource
{
    public FeatureBatch Images => matching.Images;
    public FeatureBatch Music => matching.Music;
    public FeatureBatch Captions => matching.Captions;
    public double? Sigma => matching.Similarity.Sigma;
    public int StepsPerEpoch(int batchSize) => matching.StepsPerEpoch(batchSize);
    public void BeginEpoch(RandomSource random) => matching.BeginEpoch(random);

    public void Fill(MatchedBatch batch, int step, RandomSource random)
    {
        matching.Fill(batch, step, random);
        for (var i = 0; i < batch.Count; i++) batch.SimilarityWeights[i] *= batch.Similarities[i];
    }
}
