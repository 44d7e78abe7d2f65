using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Mmva.Extensions.AI;

namespace Mmva.CustomEncoders.Tests;

public class EmbeddingGeneratorTests
{
    private static readonly LoudnessEncoder Loudness = new();

    [Fact]
    public async Task An_encoder_answers_as_a_generator_with_layer_after_layer()
    {
        using var generator = Loudness.AsIEmbeddingGenerator();
        var result = await generator.GenerateAsync([Examples.Fading, Examples.Fading]);
        var features = await Loudness.EncodeAsync([Examples.Fading]);
        result.Should().HaveCount(2).And.AllSatisfy(embedding =>
        {
            embedding.Vector.ToArray().Should().Equal(features.Values.ToArray());
            embedding.ModelId.Should().Be("loudness");
            embedding.CreatedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
            embedding.AdditionalProperties.Should().BeNull();
        });
        result.AdditionalProperties.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["mmva.layers"] = 2, ["mmva.width"] = 2, ["mmva.license"] = "MIT", ["mmva.fingerprint"] = "loudness-1",
        });
    }

    [Fact]
    public void A_generator_tells_what_it_is_and_gives_its_encoder()
    {
        var encoder = new ColourEncoder();
        using var generator = encoder.AsIEmbeddingGenerator();
        var metadata = generator.GetRequiredService<EmbeddingGeneratorMetadata>();
        (metadata.ProviderName, metadata.ProviderUri, metadata.DefaultModelId, metadata.DefaultModelDimensions)
            .Should().Be(("mmva", new Uri("https://example.org/mean-colour"), "mean-colour", 3));
        generator.GetService<EncoderMetadata>().Should().BeSameAs(encoder.Metadata);
        generator.GetService<IModalityEncoder<RgbImage>>().Should().BeSameAs(encoder);
        generator.GetService<IEmbeddingGenerator<RgbImage, Embedding<float>>>().Should().BeSameAs(generator);
        generator.GetService<ColourEncoder>("another key").Should().BeNull();
        Loudness.AsIEmbeddingGenerator().GetRequiredService<EmbeddingGeneratorMetadata>().ProviderUri.Should().BeNull("its source is no address");
    }

    [Fact]
    public async Task Another_length_or_model_than_the_encoder_has_is_refused()
    {
        using var generator = Loudness.AsIEmbeddingGenerator();
        await generator.Awaiting(g => g.GenerateAsync([Examples.Fading], new() { Dimensions = 512 }))
            .Should().ThrowAsync<MmvaException>().WithMessage("*'loudness' has vectors of 4 values (2 x 2), not of 512*");
        await generator.Awaiting(g => g.GenerateAsync([Examples.Fading], new() { ModelId = "text-embedding" }))
            .Should().ThrowAsync<MmvaException>().WithMessage("*'text-embedding' was requested*'loudness'*");
        (await generator.GenerateAsync([Examples.Fading], new() { Dimensions = 4, ModelId = "loudness" })).Should().ContainSingle();
    }

    [Fact]
    public async Task A_generator_answers_as_an_encoder_with_one_layer()
    {
        using var generator = new VowelGenerator();
        var encoder = generator.AsModalityEncoder();
        encoder.Metadata
            .Should().BeEquivalentTo(new { Name = "vowels", Layers = 1, Width = 5, License = "unknown", Source = "https://example.org/" });
        var features = await encoder.EncodeAsync(["banana", "sea"]);
        (features.Count, features.Layers, features.Width).Should().Be((2, 1, 5));
        features.Values.ToArray().Should().Equal(3, 0, 0, 0, 0, 1, 1, 0, 0, 0);
        (await encoder.EncodeAsync([])).Count.Should().Be(0);
    }

    [Fact]
    public void The_fingerprint_follows_the_model_its_length_and_its_weights()
    {
        using var generator = new VowelGenerator();
        string Of(GeneratorEncoderOptions? options = null) => generator.AsModalityEncoder(options).Metadata.Fingerprint;
        Of().Should().Be(Of());
        new[] { Of(), Of(new() { Name = "vowels 2" }), Of(new() { Width = 4 }), Of(new() { Generation = new() { ModelId = "large" } }) }
            .Should().OnlyHaveUniqueItems();
        string Weights(string fingerprint) =>
            new Renamed(new ColourEncoder().Metadata with { Fingerprint = fingerprint }).AsIEmbeddingGenerator()
                .AsModalityEncoder().Metadata.Fingerprint;
        Weights("a").Should().NotBe(Weights("b"));
    }

    [Fact]
    public void A_generator_without_a_name_or_width_is_refused_with_a_remedy()
    {
        using var silent = new VowelGenerator(metadata: null);
        silent.Invoking(g => g.AsModalityEncoder()).Should().Throw<MmvaException>().WithMessage("*GeneratorEncoderOptions.Name*");
        silent.Invoking(g => g.AsModalityEncoder(new() { Name = "v" }))
            .Should().Throw<MmvaException>().WithMessage("*'v'*GeneratorEncoderOptions.Width*");
        silent.Invoking(g => g.AsModalityEncoder(new() { Name = "v", Width = 0 }))
            .Should().Throw<OptionsValidationException>().WithMessage("Width: *");
        silent.AsModalityEncoder(new() { Name = "v", Width = 5, License = "MIT" }).Metadata
            .Should().BeEquivalentTo(new { Name = "v", Width = 5, License = "MIT" });
    }

    [Fact]
    public async Task Vectors_of_another_length_or_number_are_refused()
    {
        using var generator = new VowelGenerator();
        await generator.AsModalityEncoder(new() { Width = 4 }).Awaiting(e => e.EncodeAsync(["sea"]))
            .Should().ThrowAsync<MmvaException>().WithMessage("*'vowels' returned a vector of 5 values for input 0, where 4*");
        using var lossy = new VowelGenerator(drop: 1);
        await lossy.AsModalityEncoder().Awaiting(e => e.EncodeAsync(["sea", "sun"]))
            .Should().ThrowAsync<MmvaException>().WithMessage("*returned 1 vectors for 2 inputs*");
    }

    [Fact]
    public async Task Notices_survive_the_way_there_and_back_and_long_sequences_are_taken_in_parts()
    {
        var captions = Enumerable.Range(1, 9).Select(i => new string('a', i * 10)).ToList();
        using var words = new WordCountEncoder(new([' ']));
        var back = await words.AsIEmbeddingGenerator(batchSize: 2).AsModalityEncoder().EncodeAsync(captions);
        var direct = await words.EncodeAsync(captions);
        back.Values.ToArray().Should().Equal(direct.Values.ToArray());
        back.Notices.Should().Equal(direct.Notices).And.ContainSingle().Which.Should().Be(new EncodingNotice(8, "cut to 80 of 90 letters"));
    }

    [Fact]
    public async Task A_canceled_call_ends_in_both_directions_and_one_with_nothing_gives_nothing()
    {
        var canceled = new CancellationToken(true);
        using var generator = Loudness.AsIEmbeddingGenerator();
        using var vowels = new VowelGenerator();
        await generator.Awaiting(g => g.GenerateAsync([Examples.Fading], null, canceled)).Should().ThrowAsync<OperationCanceledException>();
        await vowels.AsModalityEncoder().Awaiting(e => e.EncodeAsync(["sea"], canceled)).Should().ThrowAsync<OperationCanceledException>();
        var nothing = await generator.GenerateAsync([]);
        nothing.Should().BeEmpty();
        nothing.AdditionalProperties.Should().ContainKey(EmbeddingProperties.License);
        nothing.Usage.Should().BeNull();
        await generator.Awaiting(g => g.GenerateAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
        await vowels.AsModalityEncoder().Awaiting(e => e.EncodeAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
    }

    [Fact]
    public async Task Whoever_made_an_encoder_or_a_generator_disposes_of_it()
    {
        using var words = new WordCountEncoder(new([' ']));
        var generator = words.AsIEmbeddingGenerator();
        generator.Dispose();
        words.Disposed.Should().BeFalse();
        (await generator.GenerateAsync(["a b"])).Should().ContainSingle();
    }

    [Fact]
    public async Task An_encoder_that_gives_what_it_did_not_announce_is_named()
    {
        var wrong = new Renamed(new ColourEncoder().Metadata with { Name = "wrong", Width = 4 });
        await wrong.AsIEmbeddingGenerator().Awaiting(g => g.GenerateAsync([Examples.Red]))
            .Should().ThrowAsync<MmvaException>().WithMessage(
                "The encoder 'wrong' gave features [1, 1, 3] for 1 inputs, but its metadata announces [1, 1, 4]*");
        var predictor = new EmotionPredictor(new(new() { Image = new(1, 4), EmbeddingWidth = 8, HiddenWidth = 8 }), wrong, null, null);
        await predictor.Awaiting(p => p.PredictAsync([Examples.Red])).Should().ThrowAsync<MmvaException>().WithMessage("The encoder 'wrong'*");
    }

    private sealed class Renamed(EncoderMetadata metadata) : IModalityEncoder<RgbImage>
    {
        public EncoderMetadata Metadata => metadata;

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default) =>
            new ColourEncoder().EncodeAsync(inputs, cancellationToken);
    }
}
