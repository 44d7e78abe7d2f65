namespace Mmva.Tasks.Tests.Retrieval;

public sealed class EmotionRetrieverTests
{
    private readonly EmotionRetriever _retriever = new(new FakePredictor(), new InMemoryEmotionIndex(), candidates: 3);

    [Fact]
    public async Task Finds_any_modality_for_any_other()
    {
        await IndexAllAsync();

        (await _retriever.FindAsync("0 1", 1, Modality.Music))[0].Should().Match<EmotionMatch>(m => m.Item.Id == "sad song" && m.Item.Payload == "sad.wav" && m.Distance < 0.2);
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

        // the middle of (0, 1) and (1, 0) is (0.5, 0.5): songs 4, 5 and 6 are the candidates
        var found = await _retriever.FindMusicAsync(Plain(0, 255), "1 0", 2);

        found.Select(match => match.Match.Item.Id).Should().Equal("song 4", "song 5");
        found[0].PredictedSimilarity.Should().BeApproximately(0.6f, 1e-6f);
    }

    [Fact]
    public async Task Says_what_reranking_lacks()
    {
        var forgetful = new EmotionRetriever(new FakePredictor(), new InMemoryEmotionIndex(), keepEmbeddings: false);
        await forgetful.IndexAsync([new RetrievalInput<Waveform>("song", Sound(0.5f, 0.5f))]);

        var rerank = () => forgetful.FindMusicAsync(Plain(0, 255), "1 0", 2);

        (await rerank.Should().ThrowAsync<MmvaException>()).WithMessage("*'song'*KeepEmbeddings*");
    }

    [Fact]
    public async Task Refuses_bad_ids_before_it_predicts()
    {
        var index = () => _retriever.IndexAsync([new RetrievalInput<string>("same", "not a place"), new RetrievalInput<string>("same", "not a place")]);

        (await index.Should().ThrowAsync<EmotionIndexException>()).WithMessage("*'same'*");
    }

    private async Task IndexAllAsync()
    {
        await _retriever.IndexAsync([new RetrievalInput<RgbImage>("sad picture", Plain(0, 255)), new("glad picture", Plain(255, 0))]);
        await _retriever.IndexAsync([new RetrievalInput<Waveform>("sad song", Sound(0.1f, 0.9f), "sad.wav"), new("glad song", Sound(0.9f, 0.2f))]);
        await _retriever.IndexAsync([new RetrievalInput<string>("sad words", "0 1"), new("glad words", "1 0")]);
    }

    private static RgbImage Plain(byte red, byte green) => new(1, 1, new byte[] { red, green, 0 });

    private static Waveform Sound(float first, float second) => new(new[] { first, second }, 16_000);
}
