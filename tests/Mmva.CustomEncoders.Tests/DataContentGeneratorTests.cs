using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Mmva.Data;
using Mmva.Extensions.AI;
using static Mmva.CustomEncoders.Tests.MediaFile;

namespace Mmva.CustomEncoders.Tests;

public sealed class DataContentGeneratorTests
{
    private static readonly byte[] Red = Bitmap(255, 0, 0), Grey = Bitmap(51, 51, 51);
    private static readonly byte[] Tone = Wav(new(Enumerable.Range(0, 4000).Select(i => 0.5f * MathF.Sin(0.2f * i)).ToArray(), 8000));

    private static readonly WordCountEncoder Words = new(new([' ', ',']));

    private static readonly EmotionPredictor Predictor = new(Examples.Heads, new ColourEncoder(), new LoudnessEncoder(), Words);

    [Fact]
    public async Task Images_become_the_features_of_the_encoder()
    {
        using var generator = new ColourEncoder().AsIEmbeddingGenerator(new SkiaImageDecoder(), batchSize: 2);
        DataContent[] images =
        [
            Content(Red, "image/bmp"), new($"data:image/bmp;base64,{Convert.ToBase64String(Grey)}"), Content(Red, "application/octet-stream"),
            Content(Grey, "IMAGE/PNG; decided-by=bytes"),
        ];
        var result = await generator.GenerateAsync(images);

        result.Select(one => one.Vector.ToArray()).Should().BeEquivalentTo(
            new float[][] { [1, 0, 0], [0.2f, 0.2f, 0.2f], [1, 0, 0], [0.2f, 0.2f, 0.2f] },
            o => o.WithStrictOrdering().Using<float>(x => x.Subject.Should().BeApproximately(x.Expectation, 1e-5f)).WhenTypeIs<float>());
        result.Should().OnlyContain(one => one.ModelId == "mean-colour");
        result.AdditionalProperties![EmbeddingProperties.Width].Should().Be(3);
        generator.GetRequiredService<EmbeddingGeneratorMetadata>().DefaultModelDimensions.Should().Be(3);
        generator.GetService<IEmbeddingGenerator<DataContent, Embedding<float>>>().Should().BeSameAs(generator);
        generator.GetService<ColourEncoder>().Should().NotBeNull();
    }

    [Fact]
    public async Task Audio_becomes_the_features_of_the_encoder()
    {
        using var generator = new LoudnessEncoder().AsIEmbeddingGenerator(new AudioDecoder());
        var result = await generator.GenerateAsync([Content(Tone, "audio/wav"), Content(Tone, "audio/x-anything")]);
        var expected = await new LoudnessEncoder().EncodeAsync([new AudioDecoder().Decode(Tone, "tone")]);
        result.Should().HaveCount(2).And.OnlyContain(one => one.Vector.ToArray().SequenceEqual(expected.Values.ToArray()));
    }

    [Fact]
    public async Task A_predictor_turns_images_audio_and_text_into_comparable_points_in_their_order()
    {
        using var generator = Predictor.AsIEmbeddingGenerator(batchSize: 2);
        DataContent[] contents =
        [
            Content(Red, "image/bmp"), Content(Tone, "audio/wav"), Content("calm, sea"u8.ToArray(), "text/plain"), Content(Grey, "image/bmp"),
            new("data:,calm%2C%20sea"), Content([0xEF, 0xBB, 0xBF, .. "calm, sea"u8], "text/plain; charset=\"utf-8\""), Content(Red, "image/bmp"),
        ];
        var result = await generator.GenerateAsync(contents);

        var images = await Predictor.PredictAsync([new SkiaImageDecoder().Decode(Red, "red"), new SkiaImageDecoder().Decode(Grey, "grey")]);
        var tone = await Predictor.PredictAsync(new AudioDecoder().Decode(Tone, "tone"));
        var text = await Predictor.PredictAsync("calm, sea");
        ValenceArousal[] expected = [images[0].Emotion, tone, text, images[1].Emotion, text, text, images[0].Emotion];
        result.Select(one => new ValenceArousal(one.Vector.Span[0], one.Vector.Span[1])).Should().Equal(expected, (a, b) => a.DistanceTo(b) < 1e-5);
        result.Should().OnlyContain(one => one.ModelId == "valence-arousal" && one.Vector.Length == 2 && one.CreatedAt != null);
        generator.GetRequiredService<EmbeddingGeneratorMetadata>().DefaultModelDimensions.Should().Be(2);
        generator.GetService<IEmotionPredictor>().Should().BeSameAs(Predictor);
        (await generator.GenerateAsync([])).Should().BeEmpty();
    }

    public static TheoryData<string, string> Unusable => new()
    {
        { "video/mp4", "content 1 (video/mp4): the media type video/mp4 is not supported: use image/*, audio/*, text/plain*" },
        { "application/pdf", "*application/pdf is not supported*" },
        { "audio/mpeg", "content 1 (audio/mpeg): its media type is audio/mpeg, but it contains an image*" },
        { "text/plain;charset=iso-8859-1", "*iso-8859-1 is not supported: convert the text to UTF-8*" },
        { "text/plain", "content 1 (text/plain): is not UTF-8*" },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task What_cannot_be_used_is_named_with_the_reason(string mediaType, string message)
    {
        using var generator = Predictor.AsIEmbeddingGenerator();
        await generator.Awaiting(g => g.GenerateAsync([Content(Red, "image/bmp"), Content(Red, mediaType)]))
            .Should().ThrowAsync<MediaException>().WithMessage(message);
    }

    [Fact]
    public async Task A_content_is_named_as_its_sender_named_it_if_it_cannot_be_decoded()
    {
        using var all = Predictor.AsIEmbeddingGenerator();
        using var images = new ColourEncoder().AsIEmbeddingGenerator(new SkiaImageDecoder());
        await FailsAsync(all, Content(Red[..60], "image/bmp", "beach.bmp"), "beach.bmp: *");
        await FailsAsync(all, Content("no file at all"u8.ToArray(), "application/octet-stream", "x"), "x: is neither an image nor audio.");
        await FailsAsync(all, Content([], "application/octet-stream", "x"), "x: is empty (0 bytes).");
        await FailsAsync(images, Content("calm"u8.ToArray(), "text/plain", "x"), "x: has the media type text/plain, but*accepts images only.");
        await FailsAsync(images, Content(Tone, "audio/wav", "song.wav"), "song.wav: *");
        await all.Awaiting(g => g.GenerateAsync([null!])).Should().ThrowAsync<ArgumentException>().WithMessage("Content 0 is null*");

        static async Task FailsAsync(IEmbeddingGenerator<DataContent, Embedding<float>> generator, DataContent content, string message) =>
            await generator.Awaiting(g => g.GenerateAsync([content])).Should().ThrowAsync<MediaException>().WithMessage(message);
    }

    [Fact]
    public async Task A_missing_encoder_another_length_and_a_canceled_call_end_before_anything_is_decoded_in_vain()
    {
        using var generator = new EmotionPredictor(Examples.Heads, null, null, Words).AsIEmbeddingGenerator();
        await generator.Awaiting(g => g.GenerateAsync([Content(Red, "image/bmp", "beach.bmp")]))
            .Should().ThrowAsync<MmvaException>().WithMessage("beach.bmp: No image encoder is registered*");
        await generator.Awaiting(g => g.GenerateAsync([], new() { Dimensions = 512 }))
            .Should().ThrowAsync<MmvaException>().WithMessage("*2 values*512*");
        await generator.Awaiting(g => g.GenerateAsync([], new() { ModelId = "clip" })).Should().ThrowAsync<MmvaException>().WithMessage("*'clip'*");
        await generator.Awaiting(g => g.GenerateAsync([Content(Red, "image/bmp")], null, new(true)))
            .Should().ThrowAsync<OperationCanceledException>();
        FluentActions.Invoking(() => Predictor.AsIEmbeddingGenerator(batchSize: 0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Predictor.AsIEmbeddingGenerator(batchSize: 5000)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task Texts_have_a_generator_with_their_notices()
    {
        using var generator = Predictor.AsTextEmbeddingGenerator();
        var result = await generator.GenerateAsync(["calm sea", new string('a', 90)]);
        var expected = await Predictor.PredictAsync("calm sea");
        result[0].Vector.ToArray().Should().Equal([expected.Valence, expected.Arousal], (a, b) => MathF.Abs(a - b) < 1e-6f);
        result[0].AdditionalProperties.Should().BeNull();
        result[1].AdditionalProperties![EmbeddingProperties.Notices].Should().BeEquivalentTo(new[] { "cut to 80 of 90 letters" });
    }

    [Fact]
    public async Task A_host_has_one_generator_per_predictor()
    {
        var services = new ServiceCollection();
        services.AddSingleton(new WordSeparators([' '])).AddSingleton(Examples.Heads);
        services.AddMmva().UseImageEncoder<ColourEncoder>().AddEmbeddingGenerator().AddEmbeddingGenerator();
        services.AddKeyedMmva("other").UseModel(_ => Examples.Heads).UseCaptionEncoder<WordCountEncoder>().AddEmbeddingGenerator();
        await using var provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });

        provider.GetServices<IEmbeddingGenerator<DataContent, Embedding<float>>>().Should().ContainSingle();
        var generator = provider.GetRequiredService<IEmbeddingGenerator<DataContent, Embedding<float>>>();
        generator.GetService<IEmotionPredictor>().Should().BeSameAs(provider.GetRequiredService<IEmotionPredictor>());
        (await generator.GenerateAsync([Content(Red, "image/bmp")])).Should().ContainSingle();
        var other = provider.GetRequiredKeyedService<IEmbeddingGenerator<DataContent, Embedding<float>>>("other");
        (await other.GenerateAsync([new("data:,calm")])).Should().ContainSingle();
        await other.Awaiting(g => g.GenerateAsync([Content(Red, "image/bmp")])).Should().ThrowAsync<MmvaException>("it has no image encoder");
    }
}
