using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva.Data;
using Mmva.Encoders;
using Mmva.TestSupport;

namespace Mmva.CustomEncoders.Tests;

public class UseEncoderTests
{
    [Fact]
    public void This_assembly_sees_no_internals() =>
        new[] { typeof(MmvaModel), typeof(ModelHub), typeof(EmbeddingExtensions), typeof(MediaPipeline) }
            .SelectMany(type => type.Assembly.GetCustomAttributes(typeof(InternalsVisibleToAttribute), false).Cast<InternalsVisibleToAttribute>())
            .Should().NotContain(friend => friend.AssemblyName.StartsWith("Mmva.CustomEncoders", StringComparison.Ordinal));

    [Fact]
    public async Task Own_encoders_are_named_by_their_types_and_give_predictions()
    {
        await using var provider = Host(
            mmva => mmva.UseImageEncoder<ColourEncoder>().UseMusicEncoder<LoudnessEncoder>().UseCaptionEncoder<WordCountEncoder>());
        var predictor = provider.GetRequiredService<IEmotionPredictor>();

        var images = await predictor.PredictAsync([Examples.Red, Examples.Grey]);
        var music = await predictor.PredictAsync([Examples.Fading]);
        var captions = await predictor.PredictAsync(["calm,sea"]);

        // the heads, fed by hand with what the encoders say of these inputs
        Expected(Modality.Image, new(2, 1, 3, new[] { 1, 0, 0, 0.2f, 0.2f, 0.2f })).Should().Equal(Flat(images));
        Expected(Modality.Music, new(1, 2, 2, new[] { 2.5f / 3, 1, 1f / 3, 0.5f })).Should().Equal(Flat(music), (a, b) => Math.Abs(a - b) < 1e-6);
        Expected(Modality.Caption, new(1, 1, 2, new[] { 0.2f, 0.08f })).Should().Equal(Flat(captions), (a, b) => Math.Abs(a - b) < 1e-6);
        predictor.PredictSimilarity([new(images[0], music[0], captions[0])]).Should().ContainSingle().Which.Should().BeInRange(0, 1);
    }

    [Fact]
    public void The_last_call_wins_whatever_its_form()
    {
        using var byType = Host(mmva => mmva.UseImageEncoder(_ => throw new InvalidOperationException("replaced")).UseImageEncoder<ColourEncoder>());
        byType.GetRequiredService<IModalityEncoder<RgbImage>>().Should().BeOfType<ColourEncoder>();
        var other = new ColourEncoder();
        using var byFactory = Host(mmva => mmva.UseImageEncoder<ColourEncoder>().UseImageEncoder(_ => other));
        byFactory.GetRequiredService<IModalityEncoder<RgbImage>>().Should().BeSameAs(other);
    }

    [Fact]
    public void An_encoder_that_the_host_registered_is_taken_as_it_is()
    {
        var own = new WordCountEncoder(new([';']));
        using var provider = Host(mmva => mmva.UseCaptionEncoder<WordCountEncoder>(), services => services.AddSingleton(own));
        provider.GetRequiredService<IModalityEncoder<string>>().Should().BeSameAs(own);
    }

    [Fact]
    public void The_container_makes_one_encoder_and_disposes_of_it()
    {
        WordCountEncoder encoder;
        using (var provider = Host(mmva => mmva.UseCaptionEncoder<WordCountEncoder>()))
        {
            encoder = provider.GetRequiredService<WordCountEncoder>();
            provider.GetRequiredService<IModalityEncoder<string>>().Should().BeSameAs(encoder);
            encoder.Disposed.Should().BeFalse();
        }
        encoder.Disposed.Should().BeTrue();
    }

    [Fact]
    public void The_licence_of_any_encoder_is_logged_in_one_line_when_it_is_made()
    {
        var log = new LogLines();
        using var provider = Host(
            mmva => mmva.UseImageEncoder<ColourEncoder>().UseMusicEncoder(_ => new LoudnessEncoder()),
            services => services.AddSingleton<ILoggerFactory>(log));
        log.Lines.Should().BeEmpty();
        for (var i = 0; i < 2; i++) provider.GetRequiredService<IModalityEncoder<RgbImage>>();
        log.Lines.Should().Equal("Loaded mean-colour; license of the weights: MIT; source: https://example.org/mean-colour");
        log.Categories.Should().Equal(typeof(ColourEncoder).FullName);
    }

    [Fact]
    public async Task Heads_of_another_shape_are_refused_with_both_shapes_when_the_encoder_is_loaded()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseImageEncoder<ColourEncoder>().Services.AddSingleton(
            new MmvaModel(new() { Image = new(1, 4), EmbeddingWidth = 8, HiddenWidth = 8 }));
        using var provider = services.BuildServiceProvider();
        var predictor = provider.GetRequiredService<IEmotionPredictor>();
        (await predictor.Awaiting(p => p.LoadAsync()).Should().ThrowAsync<MmvaException>())
            .WithMessage("The features of the image encoder 'mean-colour' are 1x3*the model expects 1x4*");
    }

    private static ServiceProvider Host(Action<IMmvaBuilder> use, Action<IServiceCollection>? before = null)
    {
        var services = new ServiceCollection();
        before?.Invoke(services);
        services.AddSingleton(new WordSeparators([' ', ','])).AddSingleton(Examples.Heads);
        use(services.AddMmva());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private static IEnumerable<float> Expected(Modality modality, FeatureBatch features) =>
        Examples.Heads.PredictEmotion(modality, Examples.Heads.Embed(modality, features))
            .SelectMany(e => new[] { (float)e.Valence, (float)e.Arousal });

    private static IEnumerable<float> Flat(IEnumerable<EmotionPrediction> predictions) =>
        predictions.SelectMany(p => new[] { (float)p.Emotion.Valence, (float)p.Emotion.Arousal });
}
