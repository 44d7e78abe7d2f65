using Microsoft.Extensions.Options;
using Mmva.Numerics;
using Mmva.Training;
using Mmva.WeightFiles;

namespace Mmva.Tests.Training;

public sealed class MmvaTrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-trainer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_defaults_are_the_papers()
    {
        new MmvaTrainerOptions().Should().BeEquivalentTo(new
        {
            LearningRate = 3e-4, MinimumLearningRate = 0.0, WeightDecay = 0.01, Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8,
            MaxGradientNorm = (double?)null, Epochs = 1000, BatchSize = 128, LossWeights = LossWeights.Equal, Seed = 0UL,
            Threads = Environment.ProcessorCount, ValidationScore = (Func<MmvaModel, double>?)null, Patience = (int?)null,
            CheckpointPath = (string?)null, CheckpointEvery = 1,
        });
    }

    [Fact]
    public void Options_out_of_range_are_all_named()
    {
        var options = new MmvaTrainerOptions { LearningRate = 0, Beta2 = 1, Threads = 0, Patience = 3 };
        var act = () => new MmvaTrainer(new MmvaModel(TinyData.Options), TinyData.RandomMatching(), options);
        act.Should().Throw<OptionsValidationException>().Which.Failures.Should().Equal(
            "LearningRate is 0; it must be above 0 and finite.",
            "Beta2 is 1; it must be from 0 to below 1.",
            "Patience is 3; it must be null if ValidationScore is null.",
            "Threads: The field MmvaTrainerOptions.Threads must be between 1 and 1024.");
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Training_reduces_the_loss(bool similarity)
    {
        var model = new MmvaModel(TinyData.Options with { SimilarityHead = similarity });
        using var trainer = new MmvaTrainer(model, TinyData.RandomMatching(), new() { BatchSize = 16, Epochs = 60, LearningRate = 3e-3 });
        var reports = new List<TrainingProgress>();
        var result = trainer.Train(new Progress(reports));

        reports.Should().HaveCountGreaterThanOrEqualTo(60);
        reports[^1].Loss.Total.Should().BeLessThan(0.5 * reports[0].Loss.Total);
        reports[^1].Should().Match<TrainingProgress>(p => p.Epoch == 60 && p.Step == p.Steps && p.ValidationScore == null);
        result.Should().Match<TrainingResult>(r => r.Epochs == 60 && r.BestEpoch == 60 && r.BestScore == null);
        (result.Loss.Similarity > 0).Should().Be(similarity);
    }

    [Fact]
    public void Any_number_of_threads_and_several_trainers_at_once_give_the_same_bits()
    {
        var results = new float[4][];
        Parallel.For(0, 4, i =>
        {
            var model = new MmvaModel(TinyData.Options, seed: 1);
            var options = new MmvaTrainerOptions { BatchSize = 16, Epochs = 4, Threads = i + 1, MaxGradientNorm = 0.1 };
            using var trainer = new MmvaTrainer(model, TinyData.RandomMatching(), options);
            trainer.Train();
            results[i] = model.Weights.All.ToArray();
        });
        foreach (var result in results) result.AsSpan().SequenceEqual(results[0]).Should().BeTrue();
    }

    [Theory, InlineData(12), InlineData(14)] // after an epoch, and in the middle of one
    public void A_killed_run_resumes_to_the_same_bits(int killedAfter)
    {
        byte[] Finish(MmvaTrainer trainer)
        {
            trainer.Train();
            var path = Path.Combine(_folder, "end.safetensors");
            trainer.SaveCheckpoint(path);
            return File.ReadAllBytes(path);
        }
        MmvaTrainer Start() => new(
            new MmvaModel(TinyData.Options, seed: 1), TinyData.RandomMatching(),
            new() { BatchSize = 16, Epochs = 9, ValidationScore = Score, MaxGradientNorm = 1 });
        static double Score(MmvaModel model) => Math.Abs(model.Weights.All[3] - 0.01);

        using var whole = Start();
        var expected = Finish(whole);
        whole.StepsPerEpoch.Should().Be(4);

        var checkpoint = Path.Combine(_folder, "checkpoint.safetensors");
        using (var killed = Start())
        {
            using var cancellation = new CancellationTokenSource();
            var act = () => killed.Train(new Callback(p => { if (p.Step >= 12) cancellation.Cancel(); }), cancellation.Token);
            act.Should().Throw<OperationCanceledException>();
            while (killed.Step < killedAfter) killed.TrainStep();
            killed.SaveCheckpoint(checkpoint);
        }
        using var resumed = Start();
        resumed.Resume(checkpoint);

        resumed.Step.Should().Be(killedAfter);
        Finish(resumed).AsSpan().SequenceEqual(expected).Should().BeTrue();
    }

    [Fact]
    public void A_checkpoint_of_another_run_or_a_damaged_one_changes_nothing()
    {
        var path = Path.Combine(_folder, "checkpoint.safetensors");
        var options = new MmvaTrainerOptions { BatchSize = 16, Epochs = 2, CheckpointPath = path };
        using (var trainer = new MmvaTrainer(new MmvaModel(TinyData.Options), TinyData.RandomMatching(), options)) trainer.Train();
        File.Exists(path).Should().BeTrue();
        Directory.GetFiles(_folder).Should().ContainSingle();

        var model = new MmvaModel(TinyData.Options, seed: 7);
        var before = model.Weights.All.ToArray();
        using var other = new MmvaTrainer(model, TinyData.RandomMatching(), new() { BatchSize = 8, Epochs = 2 });
        other.Invoking(t => t.Resume(path)).Should().Throw<WeightFileException>()
            .WithMessage("*another training run: schedule is 2 epochs of 4 steps of 16*in the file and 2 epochs of 8 steps of 8*here*");

        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^100]);
        other.Invoking(t => t.Resume(path)).Should().Throw<WeightFileException>();
        model.Save(path);
        other.Invoking(t => t.Resume(path)).Should().Throw<WeightFileException>().WithMessage("*not a training checkpoint*");
        model.Weights.All.SequenceEqual(before).Should().BeTrue();
    }

    [Fact]
    public void Validation_stops_early_and_keeps_the_best_weights()
    {
        var scores = new Queue<double>([5, 3, 4, 2, 2, 6, 7, 1]);
        var seen = new List<float[]>();
        var model = new MmvaModel(TinyData.Options);
        using var trainer = new MmvaTrainer(model, TinyData.RandomMatching(), new()
        {
            BatchSize = 16, Epochs = 50, Patience = 3,
            ValidationScore = m =>
            {
                seen.Add(m.Weights.All.ToArray());
                return scores.Dequeue();
            },
        });
        trainer.Train().Should().Match<TrainingResult>(r => r.Epochs == 7 && r.BestEpoch == 4 && r.BestScore == 2);
        model.Weights.All.SequenceEqual(seen[3]).Should().BeTrue();
    }

    [Fact]
    public void Sigma_of_the_source_is_stored_with_the_model()
    {
        var images = TinyData.Set(TinyData.Options.Image, 6, 1);
        var (music, captions) = (TinyData.Set(TinyData.Options.Music, 5, 2), TinyData.Set(TinyData.Options.Caption, 5, 3));
        var random = new RandomMatching(images, music, captions);
        var pairs = new PredefinedPairs(images, music, captions, [new(0, 0, 0)]);

        random.Similarity.Sigma.Should().Be(MeanDistance.OfAllPairs([.. images.Emotions], [.. music.Emotions]));
        pairs.Similarity.Sigma.Should().Be(EmotionalSimilarity.ImemnetSigma);
        SigmaAfter(random).Should().Be(random.Similarity.Sigma);
        SigmaAfter(pairs).Should().Be(EmotionalSimilarity.ImemnetSigma);

        static double? SigmaAfter(IBatchSource source)
        {
            var model = new MmvaModel(TinyData.Options);
            using var trainer = new MmvaTrainer(model, source, new() { Epochs = 1 });
            trainer.Train();
            return model.Clone().Options.Sigma;
        }
    }

    [Theory, InlineData(0.5), InlineData(null)]
    public void A_checkpoint_with_another_sigma_is_of_another_training(double? sigma)
    {
        var path = Path.Combine(_folder, "sigma.safetensors");
        using (var trainer = Start(0.25)) trainer.SaveCheckpoint(path);
        using var other = Start(sigma);

        if (sigma is null) other.Resume(path);
        else other.Invoking(t => t.Resume(path)).Should().Throw<WeightFileException>().WithMessage("*mmva.sigma is 0.25*0.5*");

        static MmvaTrainer Start(double? sigma) => new(new MmvaModel(TinyData.Options), new GivenSigma(sigma));
    }

    [Fact]
    public void Features_that_are_not_finite_are_reported()
    {
        var source = TinyData.RandomMatching(imageValue: float.NaN);
        using var trainer = new MmvaTrainer(new MmvaModel(TinyData.Options), source, new() { BatchSize = 16 });
        trainer.Invoking(t => t.Train()).Should().Throw<MmvaException>().WithMessage("The loss is NaN at step 1*");
    }

    [Fact]
    public void A_step_allocates_no_memory()
    {
        var options = new MmvaTrainerOptions { BatchSize = 16, Threads = 1, MaxGradientNorm = 1 };
        using var trainer = new MmvaTrainer(new MmvaModel(TinyData.Options), TinyData.RandomMatching(), options);
        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 400; i++) trainer.TrainStep();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // code that the runtime has not yet optimized boxes a little, which can last a while on a busy machine
        var least = Enumerable.Range(0, 10).Min(_ => Allocated());
        // only the state of the random source is saved, once per epoch
        least.Should().BeLessThan(400 / trainer.StepsPerEpoch * 100);
    }

    [Fact]
    public void Clipping_scales_the_gradients_to_the_norm()
    {
        using var trainer = new MmvaTrainer(new MmvaModel(TinyData.Options), TinyData.RandomMatching(), new() { BatchSize = 16 });
        trainer.ComputeGradients();
        using var pool = new WorkerPool(2);
        var expected = Math.Sqrt(trainer.Gradients.All.ToArray().Sum(g => (double)g * g));
        trainer.Optimizer.NormOf(pool, trainer.Gradients).Should().BeApproximately(expected, 1e-6 * expected);
    }

    /// <summary>A source with any σ or none.</summary>
    private sealed class GivenSigma(double? sigma) : IBatchSource
    {
        private readonly RandomMatching _matching = TinyData.RandomMatching();

        public FeatureBatch Images => _matching.Images;

        public FeatureBatch Music => _matching.Music;

        public FeatureBatch Captions => _matching.Captions;

        public double? Sigma => sigma;

        public int StepsPerEpoch(int batchSize) => _matching.StepsPerEpoch(batchSize);

        public void BeginEpoch(RandomSource random) => _matching.BeginEpoch(random);

        public void Fill(MatchedBatch batch, int step, RandomSource random) => _matching.Fill(batch, step, random);
    }

    private sealed class Progress(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    private sealed class Callback(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
