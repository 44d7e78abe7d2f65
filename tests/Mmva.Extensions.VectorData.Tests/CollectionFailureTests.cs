using Microsoft.Extensions.VectorData;

namespace Mmva.Extensions.VectorData.Tests;

public sealed class CollectionFailureTests
{
    private static readonly EmotionItem Song = new("song", Modality.Music, new(0.3f, 0.7f), "song.mp3", new[] { 1f, 2f });

    [Fact]
    public async Task An_item_is_a_record_of_text_and_one_vector()
    {
        var collection = new SmallCollection();
        await collection.AsEmotionIndex().AddAsync([Song]);
        var record = await collection.GetAsync("song", new() { IncludeVectors = true });
        record.Should().BeEquivalentTo(
            new { Id = "song", Modality = "music", Payload = "song.mp3", Embedding = Convert.ToBase64String([0, 0, 128, 63, 0, 0, 0, 64]) });
        record!.Emotion.ToArray().Should().Equal(0.3f, 0.7f);
    }

    [Fact]
    public async Task Distances_are_those_of_the_points_whatever_the_store_reports()
    {
        var index = new SmallCollection(squared: true).AsEmotionIndex(new(0.5));
        await index.AddAsync([Song, Song with { Id = "far", Emotion = new(0.9f, 0.9f) }]);
        var matches = await index.NearestAsync(new(0.3f, 0.2f), 2);
        matches.Select(match => match.Item.Id).Should().Equal("song", "far");
        matches[0].Distance.Should().BeApproximately(0.5, 1e-7);
        matches[0].Similarity.Should().BeApproximately(Math.Exp(-1), 1e-6);
    }

    [Fact]
    public async Task The_collection_is_created_when_it_is_first_used()
    {
        var collection = new SmallCollection();
        var index = collection.AsEmotionIndex();
        (await collection.CollectionExistsAsync()).Should().BeFalse();
        (await index.FindAsync("song")).Should().BeNull();
        (await collection.CollectionExistsAsync()).Should().BeTrue();
        await index.CountAsync();
        collection.Calls.Count(call => call == nameof(SmallCollection.EnsureCollectionExistsAsync)).Should().Be(1);
    }

    [Fact]
    public async Task Failures_of_the_store_name_the_collection_and_others_come_as_they_are()
    {
        var collection = new SmallCollection();
        var index = collection.AsEmotionIndex();
        await index.AddAsync([Song]);
        foreach (var (failure, expected) in new (Exception, Type)[]
        {
            (new VectorStoreException("No connection."), typeof(EmotionIndexException)), (new TimeoutException("late"), typeof(TimeoutException)),
        })
        {
            collection.Failure = failure;
            foreach (var call in new Func<Task>[]
            {
                () => index.AddAsync([Song with { Id = "other" }]), () => index.UpsertAsync([Song]), () => index.RemoveAsync(["song"]),
                () => index.FindAsync("song"), () => index.CountAsync(), () => index.NearestAsync(default, 1),
                async () => await index.ItemsAsync().ToListAsync(),
            })
            {
                var thrown = (await call.Should().ThrowAsync<Exception>()).Which;
                thrown.Should().BeOfType(expected);
                if (expected != typeof(EmotionIndexException)) continue;
                thrown.Message.Should().Contain("'small'").And.Contain("No connection.");
                thrown.InnerException.Should().BeSameAs(failure);
            }
        }
        collection.Failure = null;
        (await index.CountAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_record_of_somebody_else_is_named()
    {
        var collection = new SmallCollection();
        var index = collection.AsEmotionIndex();
        foreach (var (record, why) in new (EmotionRecord, string)[]
        {
            (new() { Id = "x", Modality = "music", Emotion = new float[3] }, "*'x'*3 values instead of 2*"),
            (new() { Id = "x", Modality = "Music", Emotion = new float[2] }, "*'x'*'Music' is not a modality*"),
            (new() { Id = "x", Modality = "music", Emotion = new float[2], Embedding = "no base64" }, "*'x'*Base64*"),
            (new() { Id = "x", Modality = "music", Emotion = new float[2], Embedding = "AAA=" }, "*'x'*Base64*"),
        })
        {
            await collection.EnsureCollectionExistsAsync();
            await collection.UpsertAsync(record);
            await index.Awaiting(i => i.FindAsync("x")).Should().ThrowAsync<EmotionIndexException>().WithMessage(why);
        }
    }

    [Fact]
    public void The_definition_of_a_record_follows_the_store()
    {
        var definition = EmotionRecord.CreateDefinition(DistanceFunction.EuclideanSquaredDistance, IndexKind.Flat);
        definition.Properties.Select(property => property.Name).Should().BeEquivalentTo(
            typeof(EmotionRecord).GetProperties().Select(property => property.Name));
        definition.Properties.OfType<VectorStoreVectorProperty>().Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Dimensions = 2, DistanceFunction = "EuclideanSquaredDistance", IndexKind = "Flat" });
        FluentActions.Invoking(() => EmotionRecord.CreateDefinition(DistanceFunction.CosineSimilarity))
            .Should().Throw<ArgumentException>().WithMessage("*CosineSimilarity*");
    }
}
