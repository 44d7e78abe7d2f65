using Mmva.PostgreSql.Tests.Server;

namespace Mmva.PostgreSql.Tests;

[Collection(ServerCollection.Name)]
public sealed class ItemTests(ServerFixture fixture)
{
    private static readonly EmotionItem Item = new("id", Modality.Image, new(0.5f, 0.5f));

    [SkippableFact]
    public async Task An_item_that_cannot_be_stored_is_refused_with_its_whole_batch()
    {
        await using var index = new PostgreSqlEmotionIndex(fixture.FreshOptions());

        await index.Invoking(i => i.UpsertAsync([Item with { Id = "good" }, Item with { Payload = "a\0b" }]))
            .Should().ThrowAsync<EmotionIndexException>().WithMessage("*'id'*U+0000*");

        (await index.CountAsync()).Should().Be(0);
    }

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(400)]
    public async Task Items_are_restored_bit_by_bit_whether_inserted_or_copied(int count)
    {
        await using var index = new PostgreSqlEmotionIndex(fixture.FreshOptions());
        var random = new Random(5);
        var points = new[] { new ValenceArousal(0.1f, 1 / 3f), new(-0f, float.Epsilon), new(float.MaxValue, -float.MaxValue), new(-1e-20f, 1e20f) };
        var items = Enumerable.Range(0, count).Select(i => new EmotionItem(
            new string('日', 1000) + i, (Modality)(i % 3), points[i % points.Length], i % 2 == 0 ? $"'; DROP TABLE \"😀\" \\ \n\t\u0001 {i}"
                : null,
            Enumerable.Range(0, i % 3 * 256).Select(_ => random.NextSingle() - 0.5f).ToArray())).ToArray();

        await index.AddAsync(items);

        foreach (var item in items.Take(12))
        {
            var found = await index.FindAsync(item.Id);
            (found! with { Embedding = default }).Should().Be(item with { Embedding = default });
            BitConverter.SingleToInt32Bits(found.Emotion.Valence).Should().Be(BitConverter.SingleToInt32Bits(item.Emotion.Valence), "-0 is not 0");
            found.Embedding.ToArray().Should().Equal(item.Embedding.ToArray());
        }
    }

    [SkippableFact]
    public async Task Ids_that_no_item_can_have_are_not_found()
    {
        await using var index = new PostgreSqlEmotionIndex(fixture.FreshOptions());
        await index.AddAsync([Item with { Id = "\uFFFD" }]);

        (await index.FindAsync("\uD83D")).Should().BeNull();
        (await index.RemoveAsync(["\uD83D", "", "a\0"])).Should().Be(0);
        (await index.CountAsync()).Should().Be(1);
    }

    [SkippableFact]
    public async Task A_canceled_bulk_write_leaves_nothing()
    {
        await using var index = new PostgreSqlEmotionIndex(fixture.FreshOptions());
        await index.MigrateAsync();
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await index.Invoking(i => i.AddAsync(SampleItems.Create("a", 200_000), cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        (await index.CountAsync()).Should().Be(0);
    }
}
