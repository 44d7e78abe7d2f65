using Microsoft.Extensions.Options;
using Mmva.Evaluation;
using Mmva.Tests.Training;
using Mmva.Training;

namespace Mmva.Tests.Comparison;

public sealed class ComparisonTrainerTests
{
    public static TheoryData<ComparisonSystem> Systems => [.. Enum.GetValues<ComparisonSystem>()];

    [Theory, MemberData(nameof(Systems))]
    public void Training_learns_emotions_and_pairs_of_new_items(ComparisonSystem system)
    {
        var model = new ComparisonModel(system, ComparisonData.Options, seed: 1);
        var reports = new List<TrainingProgress>();
        using var trainer = new ComparisonTrainer(
            model, TinyData.RandomMatching(), new() { BatchSize = 16, Epochs = 60, LearningRate = 3e-3 });
        var result = trainer.Train(new Collector(reports));

        reports.Should().HaveCountGreaterThanOrEqualTo(60);
        reports[^1].Loss.Total.Should().BeLessThan(0.6 * reports[0].Loss.Total);
        reports[^1].Loss.Caption.Should().Be(0);
        result.Should().Match<TrainingResult>(r => r.Epochs == 60 && r.BestEpoch == 60 && r.BestScore == null);
        model.Options.Sigma.Should().Be(EmotionalSimilarity.ImemnetSigma);

        // items that were not trained on
        LabeledFeatures images = TinyData.Set(ComparisonData.Options.Image, 300, 11), music = TinyData.Set(ComparisonData.Options.Music, 300, 12);
        foreach (var (modality, set) in new[] { (Modality.Image, images), (Modality.Music, music) })
        {
            var report = EmotionReport.Compute(set.Emotions, model.PredictEmotion(modality, set.Features), new(0.5f, 0.5f));
            report.Valence.Pearson.Should().BeGreaterThan(0.9, modality.ToString());
            report.Arousal.Pearson.Should().BeGreaterThan(0.9, modality.ToString());
        }
        var similarity = new EmotionalSimilarity();
        double[] target = [.. images.Emotions.Zip(music.Emotions, similarity.Score)];
        double[] predicted = [.. model.PredictSimilarity(images.Features, music.Features).Select(s => (double)s)];
        predicted.Should().OnlyContain(p => p >= 0 && p <= 1);
        RegressionMetrics.Compute(target, predicted).Spearman.Should().BeGreaterThan(0.6);
    }

    [Theory, MemberData(nameof(Systems))]
    public void A_tiny_set_is_learned_by_heart(ComparisonSystem system)
    {
        var options = ComparisonData.Options with { Dropout = 0 };
        LabeledFeatures images = Noise(options.Image, 6, 21), music = Noise(options.Music, 6, 22);
        var triples = Enumerable.Range(0, 36).Select(i => (i / 6, i % 6, i % 6)).ToArray();
        var source = new PredefinedPairs(images, music, music, triples);
        var model = new ComparisonModel(system, options, seed: 1);
        using var trainer = new ComparisonTrainer(model, source, new() { BatchSize = 36, Epochs = 600, LearningRate = 5e-3, WeightDecay = 0 });
        var result = trainer.Train();

        result.Loss.Image.Should().BeLessThan(2e-3);
        result.Loss.Music.Should().BeLessThan(2e-3);
        result.Loss.Similarity.Should().BeLessThan(0.02);

        var (i, m) = (triples.Select(t => t.Item1).ToArray(), triples.Select(t => t.Item2).ToArray());
        var scores = model.PredictSimilarity(images.Features.Take(i), music.Features.Take(m));
        for (var t = 0; t < triples.Length; t++)
        {
            var similarity = source.Similarity.Score(images.Emotions[i[t]], music.Emotions[m[t]]);
            if (system == ComparisonSystem.Cdcml) scores[t].Should().BeApproximately((float)similarity, 0.2f);
            else (scores[t] >= 0.5f).Should().Be(similarity >= ComparisonModelOptions.DefaultCorrespondenceThreshold);
        }
    }

    [Theory, MemberData(nameof(Systems))]
    public void Any_number_of_threads_gives_the_same_bits_and_another_seed_others(ComparisonSystem system)
    {
        float[] Train(int threads, ulong seed)
        {
            var model = new ComparisonModel(system, ComparisonData.Options, seed);
            var options = new MmvaTrainerOptions { BatchSize = 17, Epochs = 3, Threads = threads, MaxGradientNorm = 0.1 };
            using var trainer = new ComparisonTrainer(model, TinyData.RandomMatching(), options);
            trainer.Train();
            return model.Weights.All.ToArray();
        }
        var expected = Train(1, 1);
        Train(2, 1).AsSpan().SequenceEqual(expected).Should().BeTrue();
        Train(4, 1).AsSpan().SequenceEqual(expected).Should().BeTrue();
        Train(1, 2).AsSpan().SequenceEqual(expected).Should().BeFalse();
    }

    [Fact]
    public void Captions_are_ignored()
    {
        float[] Train(LabeledFeatures captions)
        {
            LabeledFeatures images = TinyData.Set(ComparisonData.Options.Image, 9, 1), music = TinyData.Set(ComparisonData.Options.Music, 9, 2);
            var model = new ComparisonModel(ComparisonSystem.AcpNet, ComparisonData.Options);
            using var trainer = new ComparisonTrainer(model, new RandomMatching(images, music, captions), new() { BatchSize = 4, Epochs = 2 });
            trainer.Train();
            return model.Weights.All.ToArray();
        }
        var music = TinyData.Set(ComparisonData.Options.Music, 9, 2);
        var other = TinyData.Set(new(1, 1), 9, 3);
        Train(music).Should().Equal(Train(other));
    }

    [Fact]
    public void Validation_stops_early_and_keeps_the_best_weights()
    {
        var scores = new Queue<double>([5, 3, 4, 2, 2, 6, 7, 1]);
        var seen = new List<float[]>();
        var model = new ComparisonModel(ComparisonSystem.L3Net, ComparisonData.Options);
        using var trainer = new ComparisonTrainer(model, TinyData.RandomMatching(), new() { BatchSize = 16, Epochs = 50 }, current =>
        {
            seen.Add(current.Weights.All.ToArray());
            return scores.Dequeue();
        }, patience: 3);

        trainer.Train().Should().Match<TrainingResult>(r => r.Epochs == 7 && r.BestEpoch == 4 && r.BestScore == 2);
        model.Weights.All.SequenceEqual(seen[3]).Should().BeTrue();
    }

    [Fact]
    public void A_canceled_run_stops_between_steps()
    {
        using var trainer = new ComparisonTrainer(
            new(ComparisonSystem.AcpNet, ComparisonData.Options), TinyData.RandomMatching(), new() { BatchSize = 16, Epochs = 50 });
        using var cancellation = new CancellationTokenSource();
        var progress = new Callback(report => { if (report.Epoch == 2) cancellation.Cancel(); });
        trainer.Invoking(t => t.Train(progress, cancellation.Token)).Should().Throw<OperationCanceledException>();
        trainer.Epoch.Should().Be(2);
    }

    [Fact]
    public void What_cannot_be_trained_is_refused()
    {
        var model = new ComparisonModel(ComparisonSystem.Cdcml, ComparisonData.Options);
        var source = TinyData.RandomMatching();
        void Refused(Action act, string message) => act.Should().Throw<ArgumentException>().WithMessage(message);

        Refused(() => new ComparisonTrainer(model, source, new() { CheckpointPath = "x" }), "*CheckpointPath*pass validationScore and patience*");
        Refused(() => new ComparisonTrainer(model, source, patience: 3), "*patience is 3*needs a validationScore*");
        Refused(() => new ComparisonTrainer(model, new NoSigma(source)), "*does not know σ*ComparisonModelOptions.Sigma*");
        Refused(
            () => new ComparisonTrainer(new(ComparisonSystem.SpNet, ComparisonData.Options with { Music = new(2, 20) }), source),
            "Music features are 3x20*the model expects 2x20*");
        var options = () => new ComparisonTrainer(model, source, new() { LearningRate = 0 });
        options.Should().Throw<OptionsValidationException>().WithMessage("LearningRate is 0*");

        using var known = new ComparisonTrainer(
            new(ComparisonSystem.Cdcml, ComparisonData.Options with { Sigma = 0.3 }), new NoSigma(source), new() { BatchSize = 8 });
        known.TrainStep().Total.Should().BePositive();
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_an_error_that_names_the_step()
    {
        using var trainer = new ComparisonTrainer(
            new(ComparisonSystem.L3Net, ComparisonData.Options), TinyData.RandomMatching(imageValue: float.NaN), new() { BatchSize = 8 });
        trainer.Invoking(t => t.TrainStep()).Should().Throw<MmvaException>().WithMessage("*at step 1*not finite*");
    }

    // features without any relation to the labels
    private static LabeledFeatures Noise(FeatureShape shape, int count, ulong seed)
    {
        var random = new RandomSource(seed);
        var values = new float[count * shape.Layers * shape.Width];
        foreach (ref var value in values.AsSpan()) value = 2 * random.NextSingle() - 1;
        return new(
            new(count, shape.Layers, shape.Width, values),
            [.. Enumerable.Range(0, count).Select(_ => new ValenceArousal(random.NextSingle(), random.NextSingle()))]);
    }

    private sealed class NoSigma(IBatchSource source) : IBatchSource
    {
        public FeatureBatch Images => source.Images;
        public FeatureBatch Music => source.Music;
        public FeatureBatch Captions => source.Captions;
        public int StepsPerEpoch(int batchSize) => source.StepsPerEpoch(batchSize);
        public void BeginEpoch(RandomSource random) => source.BeginEpoch(random);
        public void Fill(MatchedBatch batch, int step, RandomSource random) => source.Fill(batch, step, random);
    }

    private sealed class Collector(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    private sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
