namespace Mmva.Tasks.Tests.Retrieval.Conformance;

public abstract partial class EmotionIndexConformance
{
    [SkippableFact]
    public async Task Items_enumerates_all_items_or_those_of_a_modality()
    {
        var index = await CreateAsync();
        (await index.ItemsAsync().ToListAsync()).Should().BeEmpty();
        var items = RandomItems("uniform", ItemCount, new(4)).Select((item, i) => i % 7 == 0 ? item with { Embedding = new[] { i, 0.5f } } : item)
            .ToArray();
        await index.AddAsync(items);
        await index.RemoveAsync([.. items.Take(100).Select(item => item.Id)]);
        await index.UpsertAsync([items[200] with { Payload = "changed" }]);

        foreach (var modality in new Modality?[] { null, Modality.Image, Modality.Music, Modality.Caption })
        {
            var found = await index.ItemsAsync(modality).ToListAsync();

            var expected = items.Skip(100).Where(item => modality is null || item.Modality == modality).ToDictionary(item => item.Id);
            found.Select(item => item.Id).Should().BeEquivalentTo(expected.Keys);
            foreach (var item in found) ShouldBe(item, item.Id == items[200].Id ? items[200] with { Payload = "changed" } : expected[item.Id]);
        }
    }

    [SkippableFact]
    public async Task Items_are_those_of_the_start_of_the_enumeration()
    {
        var index = await CreateAsync();
        var items = RandomItems("uniform", 700, new(5));
        await index.AddAsync(items);

        var found = new List<EmotionItem>();
        await foreach (var item in index.ItemsAsync())
        {
            if (found.Count == 0)
            {
                await index.AddAsync([Item("added meanwhile", 0.1f)]);
                await index.RemoveAsync([.. items.Take(300).Select(one => one.Id)]);
                await index.UpsertAsync([.. items.Skip(300).Select(one => one with { Payload = "changed meanwhile" })]);
            }
            found.Add(item);
        }

        found.Select(item => item.Id).Should().BeEquivalentTo(items.Select(item => item.Id));
        found.Should().NotContain(item => item.Payload == "changed meanwhile");
        (await index.ItemsAsync().ToListAsync()).Should().HaveCount(401);
    }

    [SkippableFact]
    public async Task An_enumeration_may_be_abandoned_canceled_and_repeated()
    {
        var index = await CreateAsync();
        await index.AddAsync(RandomItems("uniform", 700, new(6)));
        var items = index.ItemsAsync();
        using var cancel = new CancellationTokenSource();

        await foreach (var item in items) break;
        (await items.ToListAsync()).Should().HaveCount(700);
        (await items.ToListAsync()).Should().HaveCount(700);
        var enumerate = async () =>
        {
            await foreach (var item in index.ItemsAsync(null, cancel.Token)) await cancel.CancelAsync();
        };
        await enumerate.Should().ThrowAsync<OperationCanceledException>();
        await enumerate.Should().ThrowAsync<OperationCanceledException>("it is canceled from the start");

        index.Invoking(i => i.ItemsAsync((Modality)7)).Should().Throw<ArgumentOutOfRangeException>();
        await index.AddAsync([Item("after", 0.5f)]);
        (await index.CountAsync()).Should().Be(701);
    }
}
