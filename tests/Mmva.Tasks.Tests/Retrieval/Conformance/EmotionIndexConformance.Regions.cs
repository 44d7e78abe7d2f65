using Mmva.Training;

namespace Mmva.Tasks.Tests.Retrieval.Conformance;

public abstract partial class EmotionIndexConformance
{
    [SkippableTheory]
    [MemberData(nameof(Clouds))]
    public async Task Within_finds_exactly_the_items_in_a_region(string cloud)
    {
        var random = new RandomSource(23);
        var index = await CreateAsync();
        var items = RandomItems(cloud, ItemCount, random);
        foreach (var batch in items.Chunk(ItemCount / 3)) await index.AddAsync(batch);
        await index.RemoveAsync([.. items.Take(50).Select(item => item.Id)]);
        var left = items[50..];

        foreach (var region in Regions([.. left.Select(item => item.Emotion)], random))
        {
            foreach (var modality in new Modality?[] { null, Modality.Music })
            {
                var found = await index.WithinAsync(region, modality).ToListAsync();

                var expected = left.Where(item => (modality is null || item.Modality == modality) && region.Contains(item.Emotion)).ToArray();
                found.Select(item => item.Id).Order(StringComparer.Ordinal)
                    .SequenceEqual(expected.Select(item => item.Id).Order(StringComparer.Ordinal)).Should().BeTrue("they are within {0}", region);
                if (expected.Length > 0) ShouldBe(found.Single(item => item.Id == expected[0].Id), expected[0]);
            }
        }
    }

    [SkippableFact]
    public async Task Within_may_be_abandoned_and_canceled_and_sees_one_state()
    {
        var index = await CreateAsync();
        await index.AddAsync(RandomItems("uniform", 700, new(7)));
        using var cancel = new CancellationTokenSource();

        await foreach (var item in index.WithinAsync(EmotionRegion.Everywhere)) break;
        var found = 0;
        await foreach (var item in index.WithinAsync(EmotionRegion.Everywhere))
            if (found++ == 0) await index.AddAsync([Item("added meanwhile", 0.1f)]);
        found.Should().Be(700);
        var enumerate = async () =>
        {
            await foreach (var item in index.WithinAsync(EmotionRegion.Everywhere, null, cancel.Token)) await cancel.CancelAsync();
        };
        await enumerate.Should().ThrowAsync<OperationCanceledException>();

        index.Invoking(i => i.WithinAsync(new(0.5f, 0.4f, 0, 1))).Should().Throw<ArgumentOutOfRangeException>();
        index.Invoking(i => i.WithinAsync(new(0, float.NaN, 0, 1))).Should().Throw<ArgumentOutOfRangeException>();
        index.Invoking(i => i.WithinAsync(EmotionRegion.Everywhere, (Modality)7)).Should().Throw<ArgumentOutOfRangeException>();
    }

    // everything, nothing, single points, and rectangles whose edges run through points
    private static IEnumerable<EmotionRegion> Regions(ValenceArousal[] points, RandomSource random)
    {
        yield return EmotionRegion.Everywhere;
        yield return new(5e5f, float.PositiveInfinity, float.NegativeInfinity, -5e5f);
        for (var i = 0; i < 4; i++)
        {
            ValenceArousal a = points[random.Next(points.Length)], b = points[random.Next(points.Length)];
            yield return new(a.Valence, a.Valence, a.Arousal, a.Arousal);
            yield return new(
                Math.Min(a.Valence, b.Valence), Math.Max(a.Valence, b.Valence), Math.Min(a.Arousal, b.Arousal), Math.Max(a.Arousal, b.Arousal));
            yield return new(a.Valence, float.PositiveInfinity, float.NegativeInfinity, b.Arousal);
            yield return new(MathF.BitIncrement(a.Valence), float.MaxValue, float.MinValue, MathF.BitDecrement(a.Arousal));
        }
    }
}
