namespace Mmva.Tasks.Tests.Retrieval;

public sealed class EmotionRetrieverTests
{
    private readonly EmotionRetriever _retriever = new(new FakePredictor(), new InMemoryEmotionIndex(), new() { Candidates = 3 });

    [Fact]
    public async Task Finds_any_modality_for_any_other()
    {
        await IndexAllAsync();

        (await _retriever.FindAsync("0 1", 1, Modality.Music))[0].Should().Match<EmotionMatch>(
            m => m.Item.Id == "sad song" && m.Item.Payload == "sad.wav" && m.Distance < 0.2);
        (await _retriever.FindAsync(Plain(255, 0), 1, Modality.Caption))[0].Item.Id.Should().Be("glad words");
        (await _retriever.FindAsync(Sound(0.9f, 0.1f), 1, Modality.Image))[0].Item.Id.Should().Be("glad picture");
        (await _retriever.FindAsync(Sound(0.9f, 0.1f), 10)).Should().HaveCount(6);
    }

    [Fact]
    public async Task Keeps_the_embeddings_that_reranking_needs()
    {
        var items = await _retriever.IndexAsync([new RetrievalInput<Waveform>("song", Sound(0.25f, 0.5f))]);

        items[0].Embedding.ToArray().Should().Equal(0.25f, 0.5f);
        (await _retriever.Index.FindAsync("song"))!.Embedding.ToArray().Should().Equal(0.25f, 0.5f);
    }

    [Fact]
    public async Task Reranks_the_nearest_by_predicted_similarity()
    {
        await _retriever.IndexAsync([.. Enumerable.Range(0, 10).Select(i => new RetrievalInput<Waveform>($"song {i}", Sound(0.5f, i / 10f)))]);

        // the midpoint of (0, 1) and (1, 0) is (0.5, 0.5): songs 4, 5 and 6 are the candidates
        var found = await _retriever.FindMusicAsync(Plain(0, 255), "1 0", 2);

        found.Select(match => match.Match.Item.Id).Should().Equal("song 4", "song 5");
        found[0].PredictedSimilarity.Should().BeApproximately(0.6f, 1e-6f);
    }

    [Fact]
    public async Task Progress_counts_the_predicted_items_and_does_not_change_them()
    {
        var inputs = Enumerable.Range(0, 40).Select(i => new RetrievalInput<Waveform>($"song {i}", Sound(0.5f, i / 40f))).ToArray();
        var reports = new Reports();

        var items = await _retriever.IndexAsync(inputs, reports);

        reports.Counts.Should().Equal(16, 32, 40);
        items.Select(item => item with { Embedding = default }).Should().Equal(
            (await _retriever.IndexAsync(inputs)).Select(item => item with { Embedding = default }));
        (await _retriever.Index.CountAsync()).Should().Be(40);
    }

    [Fact]
    public async Task Reranking_without_embeddings_fails_with_the_option_to_set()
    {
        var forgetful = new EmotionRetriever(new FakePredictor(), new InMemoryEmotionIndex(), new() { KeepEmbeddings = false });
        await forgetful.IndexAsync([new RetrievalInput<Waveform>("song", Sound(0.5f, 0.5f))]);

        var rerank = () => forgetful.FindMusicAsync(Plain(0, 255), "1 0", 2);

        (await rerank.Should().ThrowAsync<MmvaException>()).WithMessage("*'song'*KeepEmbeddings*");
    }

    [Fact]
    public async Task Refuses_bad_ids_before_it_predicts()
    {
        var index = () => _retriever.IndexAsync([new RetrievalInput<string>("same", "not a point"),
            new RetrievalInput<string>("same", "not a point")]);

        (await index.Should().ThrowAsync<EmotionIndexException>()).WithMessage("*'same'*");
    }

    private async Task IndexAllAsync()
    {
        await _retriever.IndexAsync([new RetrievalInput<RgbImage>("sad picture", Plain(0, 255)), new("glad picture", Plain(255, 0))]);
        await _retriever.IndexAsync([new RetrievalInput<Waveform>("sad song", Sound(0.1f, 0.9f), "sad.wav"), new("glad song", Sound(0.9f, 0.2f))]);
        await _retriever.IndexAsync([new RetrievalInput<string>("sad words", "0 1"), new("glad words", "1 0")]);
    }

    private sealed class Reports : IProgress<int>
    {
        public List<int> Counts { get; } = [];

        public void Report(int value) => Counts.Add(value);
    }

    private static RgbImage Plain(byte red, byte green) => new(1, 1, new byte[] { red, green, 0 });

    private static Waveform Sound(float first, float second) => new(new[] { first, second }, 16_000);
}
