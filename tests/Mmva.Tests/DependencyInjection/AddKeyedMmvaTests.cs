using Microsoft.Extensions.DependencyInjection;
using Mmva.Tests.Prediction;

namespace Mmva.Tests.DependencyInjection;

public class AddKeyedMmvaTests
{
    private static readonly MmvaModelOptions Sizes = new() { Caption = new(1, 12), EmbeddingWidth = 12, HiddenWidth = 8 };

    [Fact]
    public async Task Two_predictors_with_their_own_models_and_encoders_serve_one_host()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseModel(_ => Model(1, 0.25)).UseCaptionEncoder(_ => Encoder(text => text.Length));
        services.AddKeyedMmva("other").UseModel(_ => Model(2, 0.75)).UseCaptionEncoder(_ => Encoder(text => text[0]));
        await using var provider = services.BuildServiceProvider();

        var plain = await provider.GetRequiredService<IEmotionPredictor>().PredictAsync("word");
        var keyed = await provider.GetRequiredKeyedService<IEmotionPredictor>("other").PredictAsync("word");

        plain.Should().Be(await new EmotionPredictor(Model(1), null, null, Encoder(text => text.Length)).PredictAsync("word"));
        keyed.Should().Be(await new EmotionPredictor(Model(2), null, null, Encoder(text => text[0])).PredictAsync("word"));
        provider.GetRequiredService<EmotionalSimilarity>().Sigma.Should().Be(0.25);
        provider.GetRequiredKeyedService<EmotionalSimilarity>("other").Sigma.Should().Be(0.75);
    }

    [Fact]
    public void An_encoder_class_is_created_once_per_key()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseImageEncoder<TwoModalities>().UseCaptionEncoder<TwoModalities>();
        services.AddKeyedMmva("other").UseImageEncoder<TwoModalities>().UseCaptionEncoder<TwoModalities>();
        using var provider = services.BuildServiceProvider();

        var plain = provider.GetRequiredService<IModalityEncoder<RgbImage>>();
        var keyed = provider.GetRequiredKeyedService<IModalityEncoder<RgbImage>>("other");

        plain.Should().BeSameAs(provider.GetRequiredService<IModalityEncoder<string>>()).And.NotBeSameAs(keyed);
        keyed.Should().BeSameAs(provider.GetRequiredKeyedService<IModalityEncoder<string>>("other"));
    }

    [Fact]
    public void Nothing_is_shared_with_the_predictor_without_a_key()
    {
        var services = new ServiceCollection();
        services.AddMmva().UseModel(_ => Model(1));
        services.AddKeyedMmva("other");
        using var provider = services.BuildServiceProvider();

        provider.Invoking(p => p.GetRequiredKeyedService<IEmotionPredictor>("other"))
            .Should().Throw<MmvaException>().WithMessage("No model is registered under the key 'other'*UseModel*");
    }

    [Fact]
    public void An_empty_key_is_refused() =>
        new ServiceCollection().Invoking(services => services.AddKeyedMmva("")).Should().Throw<ArgumentException>();

    private static MmvaModel Model(ulong seed, double? sigma = null) => new(Sizes with { Sigma = sigma }, seed);

    private static FakeEncoder<string> Encoder(Func<string, float> seed) => new(1, 12, seed);

    private sealed class TwoModalities : IModalityEncoder<RgbImage>, IModalityEncoder<string>
    {
        public EncoderMetadata Metadata { get; } = new("two", 1, 12, "MIT", "made up", "two-1");

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();
    }
}
