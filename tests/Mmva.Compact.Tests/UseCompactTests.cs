using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.TestSupport;
using Mmva.WeightFiles;

namespace Mmva.Compact.Tests;

public class UseCompactTests
{
    [Fact]
    public async Task Texts_images_and_music_are_predicted_without_configuration()
    {
        using var provider = new ServiceCollection().AddMmva().UseCompact().Services.BuildServiceProvider();
        var predictor = provider.GetRequiredService<IEmotionPredictor>();

        var texts = await predictor.PredictAsync(
            ["We lost everything in the fire, and our dog died.", "What a wonderful day, I am so happy!", "A calm, quiet evening by the lake."]);
        var pixels = Enumerable.Range(0, 64 * 48 * 3).Select(i => (byte)(i % 251)).ToArray();
        var image = await predictor.PredictAsync([new RgbImage(64, 48, pixels)]);
        var samples = Enumerable.Range(0, 16_000 * 4).Select(i => MathF.Sin(i * 0.17f) / 4).ToArray();
        var music = await predictor.PredictAsync([new Waveform(samples, 16_000)]);

        texts[0].Emotion.Valence.Should().BeLessThan(0.4f);
        texts[1].Emotion.Valence.Should().BeGreaterThan(0.6f);
        texts[2].Emotion.Arousal.Should().BeLessThan(texts[1].Emotion.Arousal);
        predictor.PredictSimilarity([new(image[0], music[0], texts[0])])[0].Should().BeInRange(0, 1);
    }

    [Fact]
    public void The_license_is_logged_in_one_line_when_the_model_is_loaded()
    {
        var log = new LogLines();
        using var provider = new ServiceCollection().AddSingleton<ILoggerFactory>(log).AddMmva().UseCompact()
            .UseCompact().Services.BuildServiceProvider();

        provider.GetRequiredService<MmvaModel>();
        provider.GetRequiredService<MmvaModel>();

        log.Lines.Should().ContainSingle().Which.Should().Contain("non-commercial research").And.NotContain("\n");
    }

    [Fact]
    public async Task After_AddKeyedMmva_everything_is_registered_under_the_key()
    {
        var services = new ServiceCollection();
        services.AddKeyedMmva("compact").UseCompact();
        using var provider = services.BuildServiceProvider();

        var emotion = await provider.GetRequiredKeyedService<IEmotionPredictor>("compact").PredictAsync("I am so happy!");

        emotion.Valence.Should().BeGreaterThan(0.6f);
        provider.GetService<MmvaModel>().Should().BeNull();
    }

    [Fact]
    public void The_model_fits_the_towers_and_says_its_sigma()
    {
        using var model = CompactModel.Load();

        model.Model.Options.Sigma.Should().Be(EmotionalSimilarity.ImemnetSigma);

        (model.Model.Options.Image, model.Model.Options.Music, model.Model.Options.Caption).Should().Be(
            (Shape(model.Images.Metadata), Shape(model.Music.Metadata), Shape(model.Captions.Metadata)));
        model.Model.Metadata["licence"].Should().Be("non-commercial research");

        static FeatureShape Shape(EncoderMetadata m) => new(m.Layers, m.Width);
    }

    [Fact]
    public void A_wrong_folder_is_named() =>
        FluentActions.Invoking(() => CompactModel.Load(new() { Folder = "nowhere" })).Should().Throw<WeightFileException>()
            .WithMessage("nowhere: *Mmva.Compact.Weights.NonCommercial*");

    [Fact]
    public void The_defaults_are_these_and_a_folder_without_a_name_is_refused()
    {
        var options = new CompactOptions();
        (options.CaptionPrecision, options.Session.IntraOpThreads, Path.GetFileName(options.Folder)).Should().Be((Precision.Fast, 0, "mmva-compact"));

        using var provider = new ServiceCollection().AddMmva().UseCompact(o => o.Folder = " ").Services.BuildServiceProvider();
        provider.Invoking(p => p.GetRequiredService<IModalityEncoder<string>>()).Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().Equal("Folder: The CompactOptions.Folder field is required.");
    }
}
