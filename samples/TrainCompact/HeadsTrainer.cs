using Mmva;
using Mmva.Model;
using Mmva.Training;

namespace TrainCompact;

/// <summary>Trains heads with random matching on some rows of the data.</summary>
internal sealed class HeadsTrainer(TrainingData data, CaptionPairing pairing, int seed, int epochs = Recipe.Epochs)
{
    public TrainedHeads Train(Rows rows, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var images = FeatureMap.Fit(data.Images, rows.Images, Recipe.ImageComponents, seed);
        var music = FeatureMap.Fit(data.Music, rows.Music, Recipe.MusicComponents, seed);
        var texts = FeatureMap.Fit(data.Texts, rows.Texts, Recipe.TextComponents, seed);
        var model = new MmvaModel(new MmvaModelOptions
        {
            Image = images.Mapped, Music = music.Mapped, Caption = texts.Mapped,
            EmbeddingWidth = Recipe.EmbeddingWidth, HiddenWidth = Recipe.HiddenWidth, Dropout = Recipe.Dropout,
        }, (ulong)seed);
        var (captions, matching) = Captions(rows, texts);
        var source = new AugmentedMatching(
            new(images.Apply(data.Images, rows.Images), TrainingLabels.Stretched(data.Images, rows.Images)),
            new(
                music.Apply(data.Music, rows.Music), TrainingLabels.Stretched(data.Music, rows.Music),
                [.. rows.Music.Select(r => Recipe.MusicWeight(data.Music.Source(r)))]),
            captions, matching);
        var options = new MmvaTrainerOptions
        {
            LearningRate = Recipe.LearningRate, WeightDecay = Recipe.WeightDecay, BatchSize = Recipe.BatchSize, Epochs = epochs, Seed = (ulong)seed,
        };
        using var trainer = new MmvaTrainer(model, source, options);
        // texts are many and keep improving; images and music are few and would be memorized, so they join late
        while (trainer.Epoch < options.Epochs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            options.LossWeights = trainer.Epoch < Recipe.TextEpochs ? new(0, 0, 1, 0) : LossWeights.Equal;
            var loss = trainer.TrainStep();
            if (trainer.Step % trainer.StepsPerEpoch == 0)
            {
                var steps = (long)options.Epochs * trainer.StepsPerEpoch;
                progress?.Report(new(trainer.Epoch, options.Epochs, trainer.Step, steps, trainer.LearningRate, loss, null));
            }
        }
        options.Epochs = Recipe.SimilarityEpochs;
        return new(SimilarityTrainer.Train(model, source, options), images, music, texts);
    }

    private (LabeledFeatures Captions, ICaptionMatching Matching) Captions(Rows rows, FeatureMap map)
    {
        // after the texts come negations of the words on this side of the split
        var words = rows.Texts.Where(r => data.Texts.Source(r) == "warriner").Select(r => data.Texts.Items[r].Id).ToHashSet(StringComparer.Ordinal);
        int[] negated = [.. Enumerable.Range(0, data.NegatedWords.Count).Where(r => words.Contains(data.NegatedWords.Items[r].Id))];
        string[] sources = [.. rows.Texts.Select(data.Texts.Source), .. negated.Select(data.NegatedWords.Source)];
        LabeledFeatures texts = new(
            Concatenated(map.Apply(data.Texts, rows.Texts), map.Apply(data.NegatedWords, negated)),
            [.. TrainingLabels.Stretched(data.Texts, rows.Texts), .. data.NegatedWords.EmotionsOf(negated)], [.. sources.Select(Recipe.TextWeight)]);
        var any = new SharedCaptions(sources, Recipe.TextShares);
        switch (pairing)
        {
            case CaptionPairing.Near:
                int[] musical = [.. Enumerable.Range(0, sources.Length).Where(i => Recipe.MusicalTexts.Contains(sources[i]))];
                var near = new CaptionsByEmotion(data.Music.EmotionsOf(rows.Music), [.. musical.Select(i => texts.Emotions[i])]);
                return (texts, new HalfAndHalf(new CaptionsAmong(near, musical), any));
            case CaptionPairing.Worded:
                // the worded caption of every piece, with the music's label and weight
                LabeledFeatures all = new(
                    Concatenated(texts.Features, map.Apply(data.WordedCaptions, rows.Music)),
                    [.. texts.Emotions, .. data.Music.EmotionsOf(rows.Music)],
                    [.. texts.Weights!, .. rows.Music.Select(r => Recipe.MusicWeight(data.Music.Source(r)))]);
                int[] own = [.. Enumerable.Range(texts.Count, rows.Music.Count)];
                return (all, new HalfAndHalf(new CaptionsAmong(new OwnCaptions(rows.Music.Count), own), any));
            default:
                return (texts, any);
        }
    }

    private static FeatureBatch Concatenated(FeatureBatch first, FeatureBatch second) =>
        new(first.Count + second.Count, first.Layers, first.Width, (float[])[.. first.Values.Span, .. second.Values.Span]);
}
