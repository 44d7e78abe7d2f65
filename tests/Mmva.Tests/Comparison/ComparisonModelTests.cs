using Microsoft.Extensions.Options;
using Mmva.Evaluation;
using Mmva.Tests.Training;
using Mmva.WeightFiles;

namespace Mmva.Tests.Comparison;

public sealed class ComparisonModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-comparison").FullName;

    public static TheoryData<ComparisonSystem> Systems => [.. Enum.GetValues<ComparisonSystem>()];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_sizes_are_mmvas()
    {
        var (options, paper) = (new ComparisonModelOptions(), new MmvaModelOptions());
        options.Should().BeEquivalentTo(new { paper.Image, paper.Music, paper.EmbeddingWidth, paper.HiddenWidth, paper.Dropout });
        options.CorrespondenceThreshold.Should().BeApproximately(new EmotionalSimilarity(0.31).Score(0.31), 1e-12);
    }

    [Theory]
    [InlineData(ComparisonSystem.L3Net, "image_head, match_head, music_head, music_neck")]
    [InlineData(ComparisonSystem.AcpNet, "image_head, image_space, match_head, music_head, music_neck, music_space")]
    [InlineData(ComparisonSystem.Cdcml, "image_head, image_space, match_head, music_head, music_neck, music_space")]
    public void Systems_consist_of_their_parts(ComparisonSystem system, string parts)
    {
        var model = new ComparisonModel(system, ComparisonData.Options);
        string.Join(", ", model.Network.Layout.Parameters.Select(p => p.Name.Split('.')[0]).Distinct().Order(StringComparer.Ordinal))
            .Should().Be(parts);
    }

    [Theory, MemberData(nameof(Systems))]
    public void Large_batches_equal_single_predictions(ComparisonSystem system)
    {
        var model = new ComparisonModel(system, ComparisonData.Options, seed: 4);
        var images = TinyData.Set(ComparisonData.Options.Image, 300, 1).Features;
        var music = TinyData.Set(ComparisonData.Options.Music, 300, 2).Features;
        var (emotions, scores) = (model.PredictEmotion(Modality.Music, music), model.PredictSimilarity(images, music));
        foreach (var i in new[] { 0, 127, 128, 299 })
        {
            var single = model.PredictEmotion(Modality.Music, music.Take([i]))[0];
            single.DistanceTo(emotions[i]).Should().BeLessThan(1e-5);
            model.PredictSimilarity(images.Take([i]), music.Take([i]))[0].Should().BeApproximately(scores[i], 1e-5f);
        }
        model.PredictSimilarity(images.Take([]), music.Take([])).Should().BeEmpty();
    }

    [Fact]
    public void Sp_net_reads_the_lowest_layer_of_the_music_alone()
    {
        var options = ComparisonData.Options;
        var music = TinyData.Set(options.Music, 5, 2).Features;
        var changed = music.Values.ToArray();
        for (var i = 0; i < changed.Length; i++)
            if (i / options.Music.Width % options.Music.Layers > 0) changed[i] += 1;
        var other = new FeatureBatch(5, options.Music.Layers, options.Music.Width, changed);

        var model = new ComparisonModel(ComparisonSystem.SpNet, options);
        model.PredictEmotion(Modality.Music, other).Should().Equal(model.PredictEmotion(Modality.Music, music));
        var acp = new ComparisonModel(ComparisonSystem.AcpNet, options);
        acp.PredictEmotion(Modality.Music, other).Should().NotEqual(acp.PredictEmotion(Modality.Music, music));
    }

    [Fact]
    public void With_one_layer_of_music_sp_net_is_acp_net()
    {
        var options = ComparisonData.Options with { Music = new(1, 20) };
        var music = TinyData.Set(options.Music, 5, 2).Features;
        new ComparisonModel(ComparisonSystem.SpNet, options, seed: 3).PredictEmotion(Modality.Music, music)
            .Should().Equal(new ComparisonModel(ComparisonSystem.AcpNet, options, seed: 3).PredictEmotion(Modality.Music, music));
    }

    [Theory, MemberData(nameof(Systems))]
    public void A_saved_model_predicts_the_same(ComparisonSystem system)
    {
        var path = Path.Combine(_folder, "model.safetensors");
        var model = new ComparisonModel(system, ComparisonData.Options with { Sigma = 0.31, CorrespondenceThreshold = 0.4 }, seed: 4);
        model.Save(path);
        var loaded = ComparisonModel.Load(path);

        loaded.System.Should().Be(system);
        loaded.Options.Should().Be(model.Options);
        loaded.ParameterCount.Should().Be(model.ParameterCount);
        var images = TinyData.Set(ComparisonData.Options.Image, 5, 1).Features;
        loaded.PredictEmotion(Modality.Image, images).Should().Equal(model.PredictEmotion(Modality.Image, images));
    }

    [Fact]
    public void Files_of_other_models_are_refused()
    {
        var path = Path.Combine(_folder, "model.safetensors");
        new MmvaModel(TinyData.Options).Save(path);
        var load = () => ComparisonModel.Load(path);
        load.Should().Throw<WeightFileException>().WithMessage("*ComparisonModel.Save did not write this file*");

        new ComparisonModel(ComparisonSystem.L3Net, ComparisonData.Options).Save(path);
        var paper = () => MmvaModel.Load(path);
        paper.Should().Throw<WeightFileException>();
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        var model = new ComparisonModel(ComparisonSystem.L3Net, ComparisonData.Options);
        var images = TinyData.Set(ComparisonData.Options.Image, 3, 1).Features;
        var music = TinyData.Set(ComparisonData.Options.Music, 4, 2).Features;
        model.Invoking(m => m.PredictSimilarity(images, music)).Should().Throw<ArgumentException>().WithMessage("There are 3 images and 4 pieces*");
        model.Invoking(m => m.PredictEmotion(Modality.Caption, images)).Should().Throw<ArgumentException>().WithMessage("*images and music only*");
        model.Invoking(m => m.PredictEmotion(Modality.Image, music)).Should().Throw<ArgumentException>().WithMessage("Image features are 3x20*1x16*");

        var options = () => new ComparisonModel(ComparisonSystem.L3Net, new() { HiddenWidth = 0, CorrespondenceThreshold = 0 });
        options.Should().Throw<OptionsValidationException>().WithMessage("HiddenWidth is 0*CorrespondenceThreshold is 0*");
        var system = () => new ComparisonModel((ComparisonSystem)9);
        system.Should().Throw<ArgumentOutOfRangeException>().WithMessage("Unknown comparison system*");
    }

    [Fact]
    public void Published_figures_have_a_source_and_a_range()
    {
        PublishedResults.All.Should().OnlyContain(r => r.Value > 0 && r.Value < 1 && r.Source.StartsWith("arXiv ") && r.Data.Length > 0);
        PublishedResults.All.Should().OnlyHaveUniqueItems(r => $"{r.System}, {r.Task}, {r.Metric}");
        foreach (var errors in PublishedResults.All.Where(r => r.Metric != "accuracy").GroupBy(r => (r.System, r.Task)))
        {
            // the mean absolute error is at most the root of the mean squared error
            double Value(string metric) => errors.Single(r => r.Metric == metric).Value;
            Value("MAE").Should().BeLessThanOrEqualTo(Math.Sqrt(Value("MSE")), errors.Key.ToString());
        }
    }
}
