using Mmva.Emotion;
using Mmva.Evaluation;
using Mmva.Model;
using Mmva.Training;

namespace TrainCompact;

/// <summary>Trains heads with random matching on some rows of the data.</summary>
internal sealed class HeadsTrainer(TrainingData data, CaptionPairing pairing, int seed)
{
    /// <summary>Trains on one side of a fold and stops early by the validation side.</summary>
    /// <returns>The heads of the best epoch, and its number.</returns>
    public (TrainedHeads Heads, int Epoch) Train(Fold fold, IProgress<TrainingProgress> progress)
    {
        TrainedHeads? heads = null;
        var scores = new HeadScores(data, fold.Validation, fold.Train, seed);
        var (untrained, source) = Prepare(fold.Train);
        heads = untrained;
        var options = Options();
        options.Patience = Recipe.Patience;
        options.Validate = _ => scores.Loss(heads);
        using var trainer = new MmvaTrainer(heads.Model, source, options);
        return (heads, trainer.Train(progress).BestEpoch);
    }

    /// <summary>Trains on given rows for given epochs of the same schedule.</summary>
    public TrainedHeads Train(Rows rows, int epochs)
    {
        var (heads, source) = Prepare(rows);
        using var trainer = new MmvaTrainer(heads.Model, source, Options());
        while (trainer.Epoch < epochs) trainer.TrainStep();
        return heads;
    }

    private MmvaTrainerOptions Options() => new()
    {
        LearningRate = Recipe.LearningRate, WeightDecay = Recipe.WeightDecay, BatchSize = Recipe.BatchSize, Epochs = Recipe.Epochs, Seed = (ulong)seed,
    };

    private (TrainedHeads Heads, RandomMatching Source) Prepare(Rows rows)
    {
        var images = FeatureMap.Fit(data.Images, rows.Images, Recipe.ImageComponents, seed);
        var music = FeatureMap.Fit(data.Music, rows.Music, Recipe.MusicComponents, seed);
        var texts = FeatureMap.Fit(data.Texts, rows.Texts, Recipe.TextComponents, seed);
        var model = new MmvaModel(new MmvaModelOptions
        {
            Image = images.Mapped, Music = music.Mapped, Caption = texts.Mapped,
            EmbeddingWidth = Recipe.EmbeddingWidth, HiddenWidth = Recipe.HiddenWidth, Dropout = Recipe.Dropout,
        }, (ulong)seed);

        var labelledImages = NoisyCopies.Make(images.Apply(data.Images, rows.Images), data.Images.Emotions(rows.Images), _ => 1, Recipe.Copies, Recipe.ImageNoise, seed);
        var labelledMusic = NoisyCopies.Make(music.Apply(data.Music, rows.Music), data.Music.Emotions(rows.Music),
            i => data.Music.Source(rows.Music[i]) == "vgmidi" ? Recipe.VgmidiWeight : 1, Recipe.Copies, Recipe.MusicNoise, seed + 1);
        var labelledTexts = Texts(rows, texts);
        var captions = MixedCaptions.For(pairing, labelledMusic.Emotions, labelledTexts.Emotions);
        return (new(model, images, music, texts), new RandomMatching(labelledImages, labelledMusic, labelledTexts, captions, new EmotionalSimilarity()));
    }

    private LabelledFeatures Texts(Rows rows, FeatureMap map)
    {
        var (features, emotions) = (map.Apply(data.Texts, rows.Texts), data.Texts.Emotions(rows.Texts));
        if (pairing != CaptionPairing.MixedWithMusicCaps) return new(features, emotions);
        int[] all = [.. Enumerable.Range(0, data.MusicCaptions.Count)];
        var more = map.Apply(data.MusicCaptions, all);
        var ridge = Baseline.Fit(features, emotions, Baseline.TextPenalty);
        return new(
            new(features.Count + more.Count, features.Layers, features.Width, (float[])[.. features.Values.Span, .. more.Values.Span]),
            [.. emotions, .. Baseline.Predict(ridge, more)]);
    }
}
