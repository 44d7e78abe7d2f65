using Documents.Snippets;
using Documents.Snippets.Capabilities;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.Data;
using Mmva.Training;

namespace Documents;

/// <summary>The walk through a training run, on random features of a small model.</summary>
public sealed class TrainingTests : IDisposable
{
    private readonly WorkingFolder _folder = new();
    private readonly FeatureSet _images = Features("image", 40), _music = Features("track", 30), _captions = Features("track", 30);
    private readonly IProgress<TrainingProgress> _progress = new Progress<TrainingProgress>();

    [Fact]
    public void A_model_is_trained_resumed_evaluated_saved_and_used()
    {
        var matching = TrainingSnippets.Match(_images, _music, _captions);
        var model = SmallModel();
        TrainingSnippets.Train(model, matching, _progress, default).Epochs.Should().Be(MmvaTrainerOptions.DefaultEpochs);
        var resumed = SmallModel();
        TrainingSnippets.Train(resumed, matching, _progress, default);
        resumed.ComputeFingerprint().Should().Be(model.ComputeFingerprint());

        var (train, test) = _music.Split();
        TrainingSnippets.Evaluate(model, train, test).Count.Should().Be(test.Count);

        TrainingSnippets.Save(model);
        var services = new ServiceCollection();
        TrainingSnippets.UsePaperModel(services);
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<MmvaModel>().ComputeFingerprint().Should().Be(model.ComputeFingerprint());
        provider.GetRequiredService<EmotionalSimilarity>().Sigma.Should().Be(matching.Similarity.Sigma);
    }

    [Fact]
    public void A_model_of_its_own_replaces_the_compact_one()
    {
        TrainingSnippets.Save(SmallModel());
        var services = new ServiceCollection();
        TrainingSnippets.UseModelOnCompactEncoders(services);
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<MmvaModel>().Options.EmbeddingWidth.Should().Be(8);
    }

    [Fact]
    public void The_defaults_of_a_new_model_are_the_papers()
    {
        var model = TrainingSnippets.CreateModel(_images, _music, _captions);
        model.Options.Should().BeEquivalentTo(new { EmbeddingWidth = 512, HiddenWidth = 512, Dropout = 0.5f, SimilarityHead = true });
        TrainingSnippets.CreateWithoutSimilarityHead(_images, _music, _captions).Options.SimilarityHead.Should().BeFalse();
    }

    [Fact]
    public void Other_sources_of_batches_train_too()
    {
        var byEmotion = TrainingSnippets.MatchByEmotion(_images, _music, _captions);
        var pairs = TrainingSnippets.Predefine(_images, _music, _captions, [(0, 1), (2, 3), (4, 5)], byEmotion.Similarity);
        foreach (var source in new IBatchSource[] { byEmotion, new CloseMatchesFirst(byEmotion), pairs })
        {
            using var trainer = new MmvaTrainer(SmallModel(), source, new() { Epochs = 2 });
            trainer.Train().Epochs.Should().Be(2);
            trainer.Model.Options.Sigma.Should().Be(byEmotion.Similarity.Sigma);
        }
        TrainingSnippets.Weigh(_music).Weights.Should().AllBeEquivalentTo(1f);
        DataPage.RateItem().DataSet.Should().Be("mine");
    }

    [Fact]
    public void Training_stops_when_the_score_no_longer_improves()
    {
        var options = TrainingSnippets.StopEarly(_music);
        using var trainer = new MmvaTrainer(SmallModel(), new RandomMatching(_images, _music, _captions), options);
        trainer.Train().BestScore.Should().NotBeNull();
    }

    [Fact]
    public async Task Features_are_exported() => (await DataPage.ExportAsync(_music)).Should().HaveCount(3);

    [Fact]
    public async Task Features_keep_the_ratings_of_their_items()
    {
        RatedItem[] photos = [new("beach", "beach.jpg", new(0.9f, 0.4f), "mine/beach")];
        RatedItem[] tracks = [new("rain", "rain.mp3", new(0.4f, 0.2f), "mine/rain"), new("song", "song.mp3", new(0.6f, 0.5f), "mine/song")];
        var encoded = await TrainingSnippets.EncodeAsync(
            photos, tracks, new Dictionary<string, string> { ["rain"] = "slow piano", ["song"] = "a quick dance" },
            new ColorEncoder(), new ConstantEncoder<Waveform>(), new ConstantEncoder<string>(), new SkiaImageDecoder(), new AudioDecoder(),
            _folder.PathOf("features"), new Progress<EncodingProgress>(), default);
        encoded.Should().Be(5);
    }

    public void Dispose() => _folder.Dispose();

    private MmvaModel SmallModel() => new(new()
    {
        Image = _images.Shape, Music = _music.Shape, Caption = _captions.Shape, EmbeddingWidth = 8, HiddenWidth = 8,
    }, seed: 1);

    private static FeatureSet Features(string name, int count)
    {
        var random = new RandomSource(7);
        var values = Enumerable.Range(0, count * 4).Select(_ => random.NextSingle()).ToArray();
        var items = Enumerable.Range(0, count)
            .Select(i => new RatedItem($"{i}", $"{name} {i}", new(values[4 * i], values[4 * i + 1]), $"mine/{name}-{i}")).ToList();
        var encoder = new EncoderMetadata(name, Layers: 1, Width: 4, License: "MIT", Source: "written for the tests", Fingerprint: name);
        return FeatureSet.Of(encoder, new(count, 1, 4, values), items);
    }

    private sealed class ConstantEncoder<T> : IModalityEncoder<T>
    {
        public EncoderMetadata Metadata { get; } = new("constant", Layers: 1, Width: 1, "MIT", "written for the tests", Fingerprint: "constant-1");

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<T> inputs, CancellationToken cancellationToken = default) =>
            Task.FromResult(new FeatureBatch(inputs.Count, 1, 1, new float[inputs.Count]));
    }
}
