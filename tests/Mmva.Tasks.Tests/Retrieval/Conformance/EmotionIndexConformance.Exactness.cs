using Mmva.Training;

namespace Mmva.Tasks.Tests.Retrieval.Conformance;

public abstract partial class EmotionIndexConformance
{
    public static TheoryData<string> Clouds => new(PointClouds.Names);

    [SkippableTheory]
    [MemberData(nameof(Clouds))]
    public async Task Answers_are_those_of_a_linear_search(string cloud)
    {
        var random = new RandomSource(17);
        var index = await CreateAsync();
        var items = RandomItems(cloud, ItemCount, random);
        foreach (var batch in items.Chunk(ItemCount / 3)) await index.AddAsync(batch);

        foreach (var point in PointClouds.Queries(cloud, [.. items.Select(item => item.Emotion)], random))
        {
            await ShouldAnswerExactlyAsync(index, items, point, 10, null);
            await ShouldAnswerExactlyAsync(index, items, point, 1, Modality.Image);
            await ShouldAnswerExactlyAsync(index, items, point, 60, Modality.Caption);
        }
        await ShouldAnswerExactlyAsync(index, items, items[0].Emotion, ItemCount + 5, null);
        await ShouldAnswerExactlyAsync(index, items, items[0].Emotion, int.MaxValue, Modality.Music);
    }

    [SkippableFact]
    public async Task Any_modality_finds_any_other()
    {
        var index = await CreateAsync();
        Modality[] all = [Modality.Image, Modality.Music, Modality.Caption];
        await index.AddAsync([.. all.SelectMany(m =>
            new[] { new EmotionItem($"calm {m}", m, new(0.6f, 0.1f)), new EmotionItem($"wild {m}", m, new(0.6f, 0.9f)) })]);

        foreach (var from in all)
        {
            var calm = (await index.FindAsync($"calm {from}"))!;
            foreach (var to in all) (await index.NearestAsync(calm.Emotion, 1, to)).Should().ContainSingle().Which.Item.Id.Should().Be($"calm {to}");
            (await index.NearestAsync(calm.Emotion, 3)).Should().OnlyContain(m => m.Item.Id.StartsWith("calm"));
        }
    }

    [SkippableFact]
    public async Task Any_order_of_writes_leads_to_the_expected_items()
    {
        var random = new RandomSource(5);
        var index = await CreateAsync();
        var expected = new Dictionary<string, EmotionItem>();
        for (var step = 0; step < 60; step++)
        {
            var ids = Enumerable.Range(0, 1 + random.Next(40)).Select(_ => $"id {random.Next(300)}").Distinct().ToArray();
            if (random.Next(3) == 0)
            {
                (await index.RemoveAsync(ids)).Should().Be(ids.Count(expected.Remove));
                continue;
            }
            var items = ids.Select(id =>
                new EmotionItem(id, (Modality)random.Next(3), PointClouds.Point(step % 2 == 0 ? "uniform" : "duplicate", random), $"step {step}"))
                .ToArray();
            await index.UpsertAsync(items);
            foreach (var item in items) expected[item.Id] = item;
        }

        (await index.CountAsync()).Should().Be(expected.Count);
        foreach (var modality in Enum.GetValues<Modality>()) (await index.CountAsync(modality))
            .Should().Be(expected.Values.Count(item => item.Modality == modality));
        for (var i = 0; i < 300; i++)
        {
            if (expected.TryGetValue($"id {i}", out var item)) ShouldBe(await index.FindAsync(item.Id), item);
            else (await index.FindAsync($"id {i}")).Should().BeNull();
        }
        foreach (var point in PointClouds.Queries("uniform", [new(0.5f, 0.5f)], random)) await ShouldAnswerExactlyAsync(index, [.. expected.Values],
            point, 20, null);
    }
}
