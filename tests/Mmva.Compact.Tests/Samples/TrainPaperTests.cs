using System.CommandLine;
using ConsoleProgram;
using Mmva.Data;
using Mmva.TestSupport;
using Mmva.Training;
using TrainPaper;

namespace Mmva.Compact.Tests.Samples;

public sealed class TrainPaperTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FeatureSet _images = Set("image", 40), _music = Set("track", 30), _captions = Set("caption", 30);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_defaults_are_the_papers_and_patience_brings_a_validation_split()
    {
        var defaults = await Parse();
        (defaults.Epochs, defaults.BatchSize, defaults.LearningRate, defaults.WeightDecay).Should().Be((1000, 128, 3e-4, 0.01));
        (defaults.Patience, defaults.Validation, defaults.RandomMatching, defaults.SimilarityHead).Should().Be((null, 0, true, true));
        (defaults.Log, defaults.LastCheckpoint, defaults.BestModel).Should().Be(("mmva.log", "mmva.last.checkpoint", "mmva.best.safetensors"));

        (await Parse("--patience", "20")).Validation.Should().Be(0.1);
        (await Parse("--validation", "0.2")).Should().Match<Arguments>(a => a.Validation == 0.2 && a.Patience == null);
        (await Parse("--log", "none")).Log.Should().BeNull();
        (await Parse("--no-random-matching", "--no-similarity-head")).Should().Match<Arguments>(a => !a.RandomMatching && !a.SimilarityHead);
        Command(_ => { }).Read(["--data", ".", "--patience", "3", "--validation", "0"]).Errors.Select(e => e.Message)
            .Should().Equal("--patience needs --validation above 0.");
    }

    [Fact]
    public async Task A_run_that_is_stopped_says_so_and_resumes_to_the_same_bits()
    {
        var whole = await Parse("--epochs", "6", "--out", _folder.File("whole.safetensors"), "--log", _folder.File("whole.log"));
        using var expected = Trainer(whole);
        Run.Train(expected, whole, null, default).Should().NotBeNull();

        var arguments = await Parse("--epochs", "6", "--out", _folder.File("a.safetensors"), "--log", _folder.File("a.log"));
        using (var stopped = Trainer(arguments))
        {
            for (var i = 0; i < 3; i++) stopped.TrainStep();
            Run.Train(stopped, arguments, null, new(canceled: true)).Should().BeNull();
        }
        File.Exists(arguments.LastCheckpoint).Should().BeTrue();
        using var resumed = Trainer(arguments);
        Run.Train(resumed, arguments, null, default)!.Epochs.Should().Be(6);

        resumed.Model.ComputeFingerprint().Should().Be(expected.Model.ComputeFingerprint());
        using var other = Trainer(arguments with { Epochs = 7 });
        FluentActions.Invoking(() => Run.Train(other, arguments, null, default)).Should().Throw<MmvaException>().WithMessage("*6 epochs*--restart*");
        using var again = Trainer(arguments with { Epochs = 7 });
        Run.Train(again, arguments with { Restart = true }, null, default)!.Epochs.Should().Be(7);
        File.ReadAllLines(_folder.File("a.log/log.csv")).Should().HaveCount(8);
    }

    [Fact]
    public void The_score_of_the_trivial_predictor_is_that_of_the_training_mean()
    {
        var validation = new Validation((Modality.Image, _images.Take([0, 1]), _images.Take([2, 3])));
        var mean = _images.Take([0, 1]).MeanEmotion;

        validation.Trivial.Should().BeApproximately(
            (Math.Pow(mean.DistanceTo(_images.Items[2].Emotion), 2) + Math.Pow(mean.DistanceTo(_images.Items[3].Emotion), 2)) / 2, 1e-9);
        var model = Model(similarityHead: false);
        var predicted = model.PredictEmotion(Modality.Image, _images.Take([2, 3]).Features);
        validation.Score(model).Should().BeApproximately(
            Enumerable.Range(0, 2).Average(i => Math.Pow(predicted[i].DistanceTo(_images.Items[2 + i].Emotion), 2)), 1e-9);
    }

    [Fact]
    public void Fixed_pairs_are_as_many_as_random_ones_and_stay_the_same()
    {
        var matching = Matching();
        var pairs = FixedPairs.Of(matching, _images, _music, _captions, seed: 1);

        pairs.StepsPerEpoch(8).Should().Be(matching.StepsPerEpoch(8));
        Drawn(pairs, seed: 1).Should().BeEquivalentTo(Drawn(pairs, seed: 2)).And.HaveCount(40);
        Drawn(matching, seed: 1).Should().NotBeEquivalentTo(Drawn(matching, seed: 2));
    }

    [Fact]
    public void Without_a_similarity_head_equation_1_on_the_predicted_points_is_measured()
    {
        var (model, constant) = SimilarityError.Of(Model(similarityHead: false), _images, _music, _captions, Matching(), seed: 1);

        model.Should().BeGreaterThan(0).And.BeLessThan(1);
        constant.Should().BeGreaterThan(0);
        SimilarityError.Of(Model(similarityHead: true), _images, _music, _captions, Matching(), seed: 1).Constant.Should().Be(constant);
    }

    [Theory]
    [InlineData(null, "epoch 3 of 10, loss 0.2500\n")]
    [InlineData(100, "\r[#######.................] epoch 3 of 10, loss 0.2500")]
    [InlineData(30, "\repoch 3 of 10, loss 0.2500")]
    public void Progress_is_a_bar_on_a_terminal_and_a_line_elsewhere(int? columns, string start)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using (var bar = new TrainingBar(output, () => columns))
        {
            bar.Report(new(3, 10, 12, 40, 1e-4, new(0, 0, 0, 0, 0.25), null));
            bar.Report(new(4, 10, 16, 40, 1e-4, new(0, 0, 0, 0, 0.25), 0.125));
        }

        var text = $"{output}";
        text.Should().StartWith(start).And.EndWith("\n");
        if (columns is { } width)
            text.TrimEnd('\n').Split('\r', StringSplitOptions.RemoveEmptyEntries).Should().AllSatisfy(line => line.Should().HaveLength(width - 1));
        if (columns is null or 100) text.Should().Contain("best validation 0.1250 in epoch 4");
    }

    private static List<(int, int, int)> Drawn(IBatchSource source, ulong seed)
    {
        var (random, batch, drawn) = (new RandomSource(seed), new MatchedBatch(40), new List<(int, int, int)>());
        source.BeginEpoch(random);
        source.Fill(batch, 0, random);
        for (var i = 0; i < batch.Count; i++) drawn.Add((batch.ImageRows[i], batch.MusicRows[i], batch.CaptionRows[i]));
        return drawn;
    }

    private MmvaTrainer Trainer(Arguments arguments) => new(Model(similarityHead: true), Matching(), new()
    {
        Epochs = arguments.Epochs, BatchSize = 16, CheckpointPath = arguments.LastCheckpoint, CheckpointEvery = arguments.CheckpointEvery,
    });

    private MmvaModel Model(bool similarityHead) => new(new()
    {
        Image = _images.Shape, Music = _music.Shape, Caption = _captions.Shape, EmbeddingWidth = 8, HiddenWidth = 8, SimilarityHead = similarityHead,
    }, seed: 1);

    private RandomMatching Matching() => new(_images, _music, _captions);

    private static async Task<Arguments> Parse(params string[] words)
    {
        Arguments? parsed = null;
        (await Command(arguments => parsed = arguments).Read(["--data", ".", .. words]).InvokeAsync()).Should().Be(0);
        return parsed!;
    }

    private static Command Command(Action<Arguments> run) => Arguments.Command((arguments, _) =>
    {
        run(arguments);
        return Task.FromResult(0);
    });

    private static FeatureSet Set(string name, int count)
    {
        var random = new Random(name.Length);
        var values = Enumerable.Range(0, count * 12).Select(_ => random.NextSingle()).ToArray();
        var items = Enumerable.Range(0, count)
            .Select(i => new RatedItem($"{name} {i}", "", new(random.NextSingle(), random.NextSingle()), $"{name}/{i}"));
        return FeatureSet.Of(new("made-up", 2, 6, "none", "here", "1"), new(count, 2, 6, values), [.. items]);
    }
}
