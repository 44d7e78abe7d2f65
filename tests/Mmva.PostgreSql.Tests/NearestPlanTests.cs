using Mmva.PostgreSql.Tests.Server;

namespace Mmva.PostgreSql.Tests;

[Collection(ServerCollection.Name)]
public sealed class NearestPlanTests(ServerFixture fixture)
{
    private const int Points = 100_000;

    [SkippableFact]
    public async Task A_search_among_100_000_points_reads_the_index_alone_with_and_without_a_filter()
    {
        var options = fixture.FreshOptions();
        await using var index = new PostgreSqlEmotionIndex(options);
        var items = SampleItems.Create("p", Points);
        await index.AddAsync(items);
        var point = new ValenceArousal(0.3f, 0.7f);

        foreach (var modality in new Modality?[] { null, Modality.Image, Modality.Music, Modality.Caption })
        {
            var plan = string.Join('\n',
                await fixture.QueryAsync("EXPLAIN " + index.NearestSql(10, modality), PostgreSqlEmotionIndex.PointParameters(point)));
            plan.Should().Contain("Index Scan using emotion_places_").And.Contain("Order By: (place <-> ").And.NotContain("Seq Scan")
                .And.NotContain("Sort  (");
            foreach (var one in Enum.GetValues<Modality>())
                plan.Contains($"emotion_places_{one.ToString().ToLowerInvariant()} ").Should().Be(modality is null || modality == one);

            var found = await index.NearestAsync(point, 10, modality);
            var expected = items.Where(item => modality is null || item.Modality == modality).Select(item => point.DistanceTo(item.Emotion)).Order()
                .Take(10);
            found.Select(match => match.Distance).Should().Equal(expected);
        }
    }

    [SkippableFact]
    public async Task A_region_among_100_000_points_is_read_from_the_index()
    {
        var options = fixture.FreshOptions();
        await using var index = new PostgreSqlEmotionIndex(options);
        var items = SampleItems.Create("p", Points);
        await index.AddAsync(items);
        var region = new EmotionRegion(0.3f, 0.32f, 0.6f, float.PositiveInfinity);

        foreach (var modality in new Modality?[] { null, Modality.Music })
        {
            var plan = string.Join('\n', await fixture.QueryAsync("EXPLAIN " + index.WithinSql(region, modality)));
            plan.Should().Contain("emotion_places_music").And.NotContain("Seq Scan");

            var found = await index.WithinAsync(region, modality).Select(item => item.Id).Order().ToListAsync();
            found.Should().Equal(items.Where(item => (modality is null || item.Modality == modality) && region.Contains(item.Emotion))
                .Select(item => item.Id).Order());
        }
    }
}
