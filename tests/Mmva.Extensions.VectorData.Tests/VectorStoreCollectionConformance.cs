using System.Linq.Expressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Mmva.Data;
using Mmva.Tasks.Tests.Retrieval;

namespace Mmva.Extensions.VectorData.Tests;

/// <summary>What users of Microsoft.Extensions.VectorData expect of a collection, on each index.</summary>
public abstract class VectorStoreCollectionConformance
{
    private static readonly EmotionItem[] Items =
    [
        new("calm photo", Modality.Image, new(0.8f, 0.1f), "a.jpg", new[] { 1f, 2f }), new("calm song", Modality.Music, new(0.7f, 0.2f), "a.mp3"),
        new("wild song", Modality.Music, new(0.6f, 0.9f)), new("wild text", Modality.Caption, new(0.5f, 1f)),
        new("sad song", Modality.Music, new(0.1f, 0.2f)),
    ];

    protected abstract IEmotionIndex Index { get; }

    private VectorStoreCollection<string, EmotionItem> Collection => Index.AsVectorStoreCollection(new FakePredictor(), name: "library");

    [Fact]
    public async Task A_record_is_written_read_replaced_and_deleted()
    {
        await Collection.UpsertAsync(Items[0]);
        ShouldBe(await Collection.GetAsync("calm photo", new() { IncludeVectors = true }), Items[0]);
        ShouldBe(await Collection.GetAsync("calm photo"), Items[0] with { Embedding = default });
        await Collection.UpsertAsync(Items[0] with { Payload = "b.jpg", Embedding = default });
        (await Collection.GetAsync("calm photo"))!.Payload.Should().Be("b.jpg");
        await Collection.DeleteAsync("calm photo");
        (await Collection.GetAsync("calm photo")).Should().BeNull();
        await Collection.DeleteAsync("calm photo");
        await Collection.DeleteAsync("never there");
    }

    [Fact]
    public async Task Batches_skip_missing_keys_and_may_be_empty()
    {
        await Collection.UpsertAsync(Items);
        await Collection.UpsertAsync([]);
        (await Collection.GetAsync(["wild song", "nobody", "calm song"]).ToListAsync()).Select(item => item.Id)
            .Should().BeEquivalentTo("wild song", "calm song");
        (await Collection.GetAsync([]).ToListAsync()).Should().BeEmpty();
        await Collection.DeleteAsync(["wild song", "nobody", "calm song"]);
        await Collection.DeleteAsync([]);
        (await Index.CountAsync()).Should().Be(3);
    }

    [Fact]
    public async Task A_collection_exists_and_is_empty_after_its_deletion()
    {
        var collection = Collection;
        (await collection.CollectionExistsAsync()).Should().BeTrue();
        await collection.UpsertAsync(Enumerable.Range(0, 2500).Select(i => new EmotionItem($"item {i}", (Modality)(i % 3), new(i / 2500f, 0))));
        await collection.EnsureCollectionDeletedAsync();
        (await collection.CollectionExistsAsync()).Should().BeFalse();
        (await Index.CountAsync()).Should().Be(0);
        await collection.EnsureCollectionDeletedAsync();
        await collection.EnsureCollectionExistsAsync();
        (await collection.CollectionExistsAsync()).Should().BeTrue();
        await collection.UpsertAsync(Items[0]);
        (await Index.CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_point_in_any_form_finds_the_nearest_with_their_distances()
    {
        await Collection.UpsertAsync(Items);
        var point = new ValenceArousal(0.6f, 0.8f);
        var expected = Items.OrderBy(item => item.Emotion.DistanceTo(point)).ToList();
        await ShouldFindAsync(point);
        await ShouldFindAsync((ReadOnlyMemory<float>)new[] { 0.6f, 0.8f });
        await ShouldFindAsync(new Memory<float>([0.6f, 0.8f]));
        await ShouldFindAsync(new[] { 0.6f, 0.8f });
        await ShouldFindAsync(new Embedding<float>(new[] { 0.6f, 0.8f }));
        await ShouldFindAsync(new EmotionItem("not in the index", Modality.Image, point));
        await ShouldFindAsync<object>(point);

        async Task ShouldFindAsync<TInput>(TInput query) where TInput : notnull
        {
            var results = await Collection.SearchAsync(query, 10).ToListAsync();
            results.Select(result => result.Record.Id).Should().Equal(expected.Select(item => item.Id));
            results.Select(result => result.Score!.Value).Should().Equal(
                expected.Select(item => item.Emotion.DistanceTo(point)), (a, b) => Math.Abs(a - b) < 1e-12);
        }
    }

    [Fact]
    public async Task Images_music_and_texts_find_what_feels_like_them()
    {
        await Collection.UpsertAsync(Items);
        // the predictor of the tests reads the point from the first values: (1, 0), (0, 1), …
        var image = new RgbImage(1, 1, new byte[] { 255, 0, 0 });
        await ShouldFindAsync(image, "calm photo");
        await ShouldFindAsync(MediaContent.Of(image), "calm photo");
        await ShouldFindAsync(new Waveform(new[] { 0f, 0f }, 8000), "sad song");
        await ShouldFindAsync("1 0", "calm photo");
        await ShouldFindAsync(MediaContent.Of("0 0"), "sad song");
        await ShouldFindAsync(new DataContent("data:,0 0"), "sad song");
        await ShouldFindAsync(new DataContent(WavFile.Encode(new(new[] { 0f, 0f, 0f, 0f }, 8000)), "audio/wav"), "sad song");

        async Task ShouldFindAsync<TInput>(TInput query, string first) where TInput : notnull =>
            (await Collection.SearchAsync(query, 1).ToListAsync()).Should().ContainSingle().Which.Record.Id.Should().Be(first);
    }

    [Fact]
    public async Task Top_skip_threshold_and_vectors_shape_the_results()
    {
        await Collection.UpsertAsync(Items);
        var ids = Items.OrderBy(item => item.Emotion.DistanceTo(default)).Select(item => item.Id).ToList();
        (await IdsAsync(2, new())).Should().Equal(ids.Take(2));
        (await IdsAsync(2, new() { Skip = 1 })).Should().Equal(ids.Skip(1).Take(2));
        (await IdsAsync(int.MaxValue, new() { Skip = 4 })).Should().Equal(ids.Skip(4));
        (await IdsAsync(1, new() { Skip = 9 })).Should().BeEmpty();
        (await IdsAsync(9, new() { ScoreThreshold = 0.8 })).Should().Equal(
            Items.Where(item => item.Emotion.DistanceTo(default) <= 0.8).OrderBy(item => item.Emotion.DistanceTo(default)).Select(item => item.Id));
        (await IdsAsync(9, new() { VectorProperty = item => item.Emotion })).Should().Equal(ids);
        var photo = await Collection.SearchAsync(Items[0], 1, new() { IncludeVectors = true }).SingleAsync();
        ShouldBe(photo.Record, Items[0]);
        (await Collection.SearchAsync(Items[0], 1).SingleAsync()).Record.Embedding.IsEmpty.Should().BeTrue();

        async Task<List<string>> IdsAsync(int top, VectorSearchOptions<EmotionItem> options) =>
            await Collection.SearchAsync(default(ValenceArousal), top, options).Select(result => result.Record.Id).ToListAsync();
    }

    public static TheoryData<string> Supported => new(Filters.Keys);

    [Theory]
    [MemberData(nameof(Supported))]
    public async Task A_filter_on_the_modality_works_in_searches_and_listings(string name)
    {
        await Collection.UpsertAsync(Items);
        var filter = Filters[name];
        var expected = Items.Where(filter.Compile()).Select(item => item.Id).ToList();

        (await Collection.GetAsync(filter, 10).Select(item => item.Id).ToListAsync()).Should().BeEquivalentTo(expected);
        var nearest = Items.OrderBy(item => item.Emotion.DistanceTo(default)).Select(item => item.Id).Where(expected.Contains);
        (await Collection.SearchAsync(default(ValenceArousal), 10, new() { Filter = filter }).Select(result => result.Record.Id).ToListAsync())
            .Should().Equal(nearest);
    }

    [Fact]
    public async Task A_listing_is_divided_by_top_and_skip()
    {
        await Collection.UpsertAsync(Items);
        var pages = new List<string>();
        for (var skip = 0; skip < 6; skip += 2)
            pages.AddRange(await Collection.GetAsync(item => true, 2, new() { Skip = skip }).Select(item => item.Id).ToListAsync());
        pages.Should().BeEquivalentTo(Items.Select(item => item.Id)).And.OnlyHaveUniqueItems();
        (await Collection.GetAsync(item => item.Modality == Modality.Music, 1, new() { Skip = 2 }).ToListAsync()).Should().ContainSingle();
        (await Collection.GetAsync(item => item.Modality == Modality.Image, 1, new() { IncludeVectors = true }).SingleAsync())
            .Embedding.Length.Should().Be(2);
    }

    [Fact]
    public async Task What_is_not_supported_is_refused_by_name()
    {
        await Collection.UpsertAsync(Items);
        foreach (var (filter, part) in new (Expression<Func<EmotionItem, bool>>, string)[]
        {
            (item => item.Payload == "a.mp3", "*Payload*"), (item => item.Emotion.Valence > 0.5f, "*Valence*"),
            (item => item.Modality == Modality.Music && item.Id == "calm song", "*Id*"),
            (item => item.Modality == Modality.Music || item.Id.StartsWith("calm"), "*StartsWith*"), (item => item.Modality > Modality.Image, "*>*"),
            (item => new[] { "calm song" }.Contains(item.Id), "*Contains*"), (item => item.Modality == Items.First().Modality, "*First*"),
        })
        {
            Collection.Invoking(c => c.GetAsync(filter, 1)).Should().Throw<NotSupportedException>().WithMessage(part + "Modality only*");
            Collection.Invoking(c => c.SearchAsync(default(ValenceArousal), 1, new() { Filter = filter })).Should().Throw<NotSupportedException>();
        }
        Collection.Invoking(c => c.GetAsync(item => true, 1, new() { OrderBy = order => order.Descending(item => item.Payload) }))
            .Should().Throw<NotSupportedException>().WithMessage("*item.Payload*");
        Collection.Invoking(c => c.SearchAsync("0 0", 1, new() { VectorProperty = item => item.Embedding }))
            .Should().Throw<NotSupportedException>().WithMessage("*item.Embedding*Emotion*");
        await Collection.Awaiting(c => DrainAsync(c.SearchAsync(new Uri("https://x.org/a.png"), 1)))
            .Should().ThrowAsync<NotSupportedException>().WithMessage("*System.Uri*RgbImage*");
        await Collection.Awaiting(c => DrainAsync(c.SearchAsync(new float[512], 1)))
            .Should().ThrowAsync<ArgumentException>().WithMessage("*512 values*");
        await Index.AsVectorStoreCollection().Awaiting(c => DrainAsync(c.SearchAsync("calm", 1)))
            .Should().ThrowAsync<NotSupportedException>().WithMessage("*String needs a predictor*");
        await Collection.Awaiting(c => DrainAsync(c.SearchAsync(new ValenceArousal(float.NaN, 0), 1)))
            .Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Fact]
    public async Task Wrong_arguments_and_canceled_calls_change_nothing()
    {
        await Collection.UpsertAsync(Items);
        var canceled = new CancellationToken(true);
        foreach (var call in new Func<Task>[]
        {
            () => Collection.UpsertAsync(Items[0] with { Payload = "x" }, canceled), () => Collection.DeleteAsync("calm photo", canceled),
            () => Collection.GetAsync("calm photo", null, canceled), () => Collection.EnsureCollectionDeletedAsync(canceled),
            () => Collection.CollectionExistsAsync(canceled), async () => await Collection.GetAsync(item => true, 5, null, canceled).ToListAsync(),
            async () => await Collection.SearchAsync("0 0", 5, null, canceled).ToListAsync(),
        })
            await call.Should().ThrowAsync<OperationCanceledException>();
        Collection.Invoking(c => c.GetAsync(item => true, 0)).Should().Throw<ArgumentOutOfRangeException>();
        Collection.Invoking(c => c.SearchAsync("0 0", 0)).Should().Throw<ArgumentOutOfRangeException>();
        await Collection.Awaiting(c => c.GetAsync((string)null!)).Should().ThrowAsync<ArgumentNullException>();
        ShouldBe(await Collection.GetAsync("calm photo", new() { IncludeVectors = true }), Items[0]);
    }

    [Fact]
    public async Task An_item_that_cannot_be_stored_is_an_error_of_the_vector_store_with_the_cause()
    {
        var upsert = () => Collection.UpsertAsync([Items[0], Items[1] with { Emotion = new(float.NaN, 0) }]);
        var thrown = (await upsert.Should().ThrowAsync<VectorStoreException>()).Which;
        (thrown.VectorStoreSystemName, thrown.CollectionName, thrown.OperationName).Should().Be(("mmva", "library", "Upsert"));
        thrown.InnerException.Should().BeOfType<EmotionIndexException>();
        thrown.Message.Should().Contain("'calm song'");
        (await Collection.GetAsync("calm photo")).Should().BeNull("a batch is written completely or not at all");
        await Collection.Awaiting(c => c.UpsertAsync([Items[0], Items[0]])).Should().ThrowAsync<VectorStoreException>().WithMessage("*twice*");
    }

    [Fact]
    public void A_collection_says_what_it_is()
    {
        var collection = Collection;
        collection.Name.Should().Be("library");
        collection.GetService(typeof(VectorStoreCollectionMetadata)).Should().BeEquivalentTo(
            new VectorStoreCollectionMetadata { VectorStoreSystemName = "mmva", CollectionName = "library" });
        collection.GetService(typeof(IEmotionIndex)).Should().BeSameAs(Index);
        collection.GetService(typeof(IEmotionPredictor)).Should().BeOfType<FakePredictor>();
        collection.GetService(typeof(IVectorSearchable<EmotionItem>)).Should().BeSameAs(collection);
        collection.GetService(typeof(IEmotionIndex), "key").Should().BeNull();
        collection.GetService(typeof(string)).Should().BeNull();
        Index.AsVectorStoreCollection().Name.Should().Be("emotions");
        Index.Invoking(i => i.AsVectorStoreCollection(name: " ")).Should().Throw<ArgumentException>();
    }

    private static readonly Modality Captured = Modality.Music;
    private static readonly Modality? Maybe = Modality.Caption;
    private static readonly List<Modality> Seen = [Modality.Image, Modality.Caption];

    private static Dictionary<string, Expression<Func<EmotionItem, bool>>> Filters
    {
        get
        {
            var local = Modality.Image;
            Modality[] some = [Modality.Music, Modality.Caption];
            var yes = true;
            return new()
            {
                ["all"] = item => true,
                ["variable"] = item => yes,
                ["none"] = item => false,
                ["constant"] = item => item.Modality == Modality.Music,
                ["turned"] = item => Modality.Music == item.Modality,
                ["local"] = item => item.Modality == local,
                ["field"] = item => item.Modality == Captured,
                ["nullable"] = item => item.Modality == Maybe,
                ["different"] = item => item.Modality != local,
                ["not"] = item => !(item.Modality == local),
                ["either"] = item => item.Modality == local || item.Modality == Modality.Caption,
                ["both"] = item => item.Modality != local && item.Modality != Modality.Caption,
                ["contradiction"] = item => item.Modality == Modality.Image && item.Modality == Modality.Music,
                ["array"] = item => some.Contains(item.Modality),
                ["new array"] = item => new[] { Modality.Music, local }.Contains(item.Modality),
                ["list"] = item => Seen.Contains(item.Modality),
                ["sequence"] = item => Enumerable.Contains(some, item.Modality),
            };
        }
    }

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> results)
    {
        await foreach (var _ in results)
        {
        }
    }

    private static void ShouldBe(EmotionItem? actual, EmotionItem expected)
    {
        (actual! with { Embedding = default }).Should().Be(expected with { Embedding = default });
        actual.Embedding.ToArray().Should().Equal(expected.Embedding.ToArray());
    }
}
