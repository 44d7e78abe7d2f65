using Microsoft.Extensions.DependencyInjection;

namespace Mmva.Tests.Prediction;

public class EmotionPredictorTests
{
    private static readonly MmvaModelOptions Sizes = new()
    {
        Image = new(1, 24), Music = new(3, 10), Caption = new(2, 12), EmbeddingWidth = 16, HiddenWidth = 8,
    };

    private readonly MmvaModel _model = new(Sizes, seed: 4);
    private readonly FakeEncoder<RgbImage> _images = new(1, 24, image => image.Pixels.Span[0]);
    private readonly FakeEncoder<Waveform> _music = new(3, 10, waveform => waveform.Samples.Span[0]);
    private readonly FakeEncoder<string> _captions = new(2, 12, text => text.Length);

    [Fact]
    public async Task Predictions_do_not_depend_on_the_batch()
    {
        string[] texts = ["a", "bb", "ccc", "dddd", "eeeee"];
        var together = await Predictor(batchSize: 2).PredictAsync(texts);

        _captions.BatchSizes.Should().Equal(2, 2, 1);
        for (var i = 0; i < texts.Length; i++)
        {
            var alone = await Predictor().PredictAsync(texts[i]);
            together[i].Emotion.Valence.Should().BeApproximately(alone.Valence, 1e-6f);
            together[i].Emotion.Arousal.Should().BeApproximately(alone.Arousal, 1e-6f);
            together[i].Emotion.Valence.Should().BeInRange(0, 1);
        }
    }

    [Fact]
    public async Task Progress_is_reported_after_each_batch()
    {
        var progress = new Counts();

        var predictions = await Predictor(batchSize: 2).PredictAsync(["a", "bb", "ccc", "dddd", "eeeee"], progress);

        progress.Reported.Should().Equal(2, 4, 5);
        predictions.Should().HaveCount(5);
    }

    [Fact]
    public void The_fingerprint_depends_on_model_and_encoder()
    {
        var fingerprint = Predictor().FingerprintOf(Modality.Caption);

        Predictor().FingerprintOf(Modality.Caption).Should().NotBeNull().And.Be(fingerprint);
        new EmotionPredictor(new(Sizes, seed: 5), null, null, _captions).FingerprintOf(Modality.Caption).Should().NotBe(fingerprint);
        new EmotionPredictor(_model.Clone(), null, null, _captions).FingerprintOf(Modality.Caption).Should().Be(fingerprint);
        new EmotionPredictor(_model, null, null, _captions).FingerprintOf(Modality.Music).Should().BeNull();
    }

    [Fact]
    public async Task No_inputs_give_no_predictions() => (await Predictor().PredictAsync(Array.Empty<Waveform>())).Should().BeEmpty();

    [Fact]
    public async Task The_similarity_of_triples_comes_from_the_model()
    {
        var predictor = Predictor();
        var image = (await predictor.PredictAsync([new RgbImage(1, 1, new byte[] { 7, 8, 9 })]))[0];
        var music = (await predictor.PredictAsync([new Waveform(new float[] { 0.5f }, 8000)]))[0];
        var captions = await predictor.PredictAsync(["one", "another one"]);

        var scores = predictor.PredictSimilarity([.. captions.Select(c => new EmotionTriple(image, music, c))]);

        scores.Should().HaveCount(2).And.OnlyContain(s => s > 0 && s < 1);
        scores[1].Should().BeApproximately(_model.PredictSimilarity(image.Embedding, music.Embedding, captions[1].Embedding)[0], 1e-6f);
        scores[0].Should().NotBe(scores[1]);
    }

    [Fact]
    public async Task A_truncated_caption_is_reported()
    {
        var predictions = await Predictor().PredictAsync(["short", "a text of more than twenty letters"]);
        predictions[0].Notices.Should().BeEmpty();
        predictions[1].Notices.Should().Equal("truncated to 20 letters");
    }

    [Fact]
    public async Task A_missing_encoder_is_named_with_a_remedy()
    {
        var predictor = new EmotionPredictor(_model, null, _music, _captions);
        await predictor.Awaiting(p => p.PredictAsync([new RgbImage(1, 1, new byte[3])]))
            .Should().ThrowAsync<MmvaException>().WithMessage("*No image encoder*.UseImageEncoder*");
    }

    [Fact]
    public void An_encoder_that_does_not_fit_the_model_is_refused() =>
        FluentActions.Invoking(() => new EmotionPredictor(_model, null, null, new FakeEncoder<string>(2, 13, _ => 0)))
            .Should().Throw<MmvaException>().WithMessage("*encoder 'fake' are 2x13*model expects 2x12*");

    [Fact]
    public async Task In_a_host_only_the_encoder_of_the_modality_is_created_once_and_by_LoadAsync_all()
    {
        var created = new List<string>();
        using var provider = new ServiceCollection().AddMmva().UseModel(_ => _model)
            .UseImageEncoder(_ => Created("images", _images)).UseMusicEncoder(_ => Created("music", _music))
            .UseCaptionEncoder(_ => Created("captions", _captions)).Services.BuildServiceProvider();
        var predictor = provider.GetRequiredService<IEmotionPredictor>();
        created.Should().BeEmpty();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => predictor.PredictAsync("a text"))));
        created.Should().Equal("captions");

        await predictor.LoadAsync();
        created.Should().Equal("captions", "images", "music");
        await predictor.Awaiting(p => p.LoadAsync(new CancellationToken(canceled: true))).Should().ThrowAsync<OperationCanceledException>();

        IModalityEncoder<T> Created<T>(string name, IModalityEncoder<T> encoder)
        {
            lock (created) created.Add(name);
            return encoder;
        }
    }

    [Fact]
    public async Task An_encoder_that_cannot_be_created_affects_its_modality_only_and_is_tried_again()
    {
        var broken = true;
        using var provider = new ServiceCollection().AddMmva().UseModel(_ => _model).UseImageEncoder(_ => _images)
            .UseMusicEncoder(_ => new FakeEncoder<Waveform>(3, 11, _ => 0))
            .UseCaptionEncoder(_ => broken ? throw new MmvaException("no vocabulary") : _captions).Services.BuildServiceProvider();
        var predictor = provider.GetRequiredService<IEmotionPredictor>();

        (await predictor.PredictAsync([new RgbImage(1, 1, new byte[3])])).Should().ContainSingle();
        await predictor.Awaiting(p => p.PredictAsync("text")).Should().ThrowAsync<MmvaException>().WithMessage("no vocabulary");
        await predictor.Awaiting(p => p.PredictAsync([new Waveform(new float[1], 8000)])).Should().ThrowAsync<MmvaException>().WithMessage("*3x11*");
        await predictor.Awaiting(p => p.LoadAsync()).Should().ThrowAsync<MmvaException>();
        broken = false;
        (await predictor.PredictAsync("text")).IsFinite.Should().BeTrue();
    }

    [Fact]
    public void A_model_without_a_similarity_head_is_reported()
    {
        var predictor = new EmotionPredictor(new MmvaModel(Sizes with { SimilarityHead = false }), _images, _music, _captions);
        predictor.Invoking(p => p.PredictSimilarity([])).Should().Throw<MmvaException>().WithMessage("*no similarity head*");
    }

    [Fact]
    public void An_embedding_of_another_model_is_refused()
    {
        var foreign = new EmotionPrediction(default, new float[5], []);
        Predictor().Invoking(p => p.PredictSimilarity([new(foreign, foreign, foreign)]))
            .Should().Throw<MmvaException>().WithMessage("*has 5 values*16*");
    }

    [Fact]
    public async Task Predictions_can_be_canceled()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        await Predictor().Awaiting(p => p.PredictAsync(["x"], cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Several_threads_get_the_same_predictions_as_one()
    {
        var predictor = Predictor();
        var texts = Enumerable.Range(1, 40).Select(n => new string('x', n)).ToArray();
        var expected = await predictor.PredictAsync(texts);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => predictor.PredictAsync(texts))));

        answers.Should().AllSatisfy(a => a.Select(p => p.Emotion).Should().Equal(expected.Select(p => p.Emotion)));
    }

    [Fact]
    public async Task A_host_resolves_the_predictor()
    {
        var services = new ServiceCollection();
        services.AddSingleton(_model);
        services.AddMmva().UseImageEncoder(_ => _images).UseMusicEncoder(_ => _music).UseCaptionEncoder(_ => _captions);
        await using var provider = services.BuildServiceProvider();

        var fromHost = await provider.GetRequiredService<IEmotionPredictor>().PredictAsync("some words");

        fromHost.Should().Be(await Predictor().PredictAsync("some words"));
    }

    [Fact]
    public void A_missing_model_is_reported_with_a_remedy()
    {
        var services = new ServiceCollection();
        services.AddMmva();
        using var provider = services.BuildServiceProvider();
        provider.Invoking(p => p.GetRequiredService<IEmotionPredictor>()).Should().Throw<MmvaException>().WithMessage("*UseCompact*");
    }

    private sealed class Counts : IProgress<int>
    {
        public List<int> Reported { get; } = [];

        public void Report(int value) => Reported.Add(value);
    }

    private EmotionPredictor Predictor(int batchSize = 16) => new(_model, _images, _music, _captions, batchSize);
}
