using Mmva.PostgreSql.Tests.Server;
using Mmva.Tasks.Tests.Retrieval.Conformance;
using Mmva.TestSupport;

namespace Mmva.PostgreSql.Tests;

/// <summary>The index after the statements of docs/postgresql.md that partition its table.</summary>
[Collection(ServerCollection.Name)]
public sealed class PartitionedTableTests(ServerFixture fixture) : EmotionIndexConformance, IAsyncLifetime
{
    private const int Partitions = 8;

    private readonly List<PostgreSqlEmotionIndex> _opened = [];
    private PostgreSqlIndexOptions? _options;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var index in _opened) await index.DisposeAsync();
    }

    [SkippableFact]
    public async Task Partitioning_keeps_the_items_and_a_search_merges_the_indexes_of_all_partitions()
    {
        var options = fixture.FreshOptions();
        await using var index = new PostgreSqlEmotionIndex(options);
        var items = SampleItems.Create("p", 40_000);
        await index.AddAsync(items);
        await PartitionAsync(options);
        await fixture.QueryAsync($"ANALYZE {options.Schema}.emotion_items");

        (await index.CountAsync()).Should().Be(items.Length);
        var point = new ValenceArousal(0.3f, 0.7f);
        foreach (var modality in new Modality?[] { null, Modality.Music })
        {
            var plan = string.Join(
                '\n', await fixture.QueryAsync("EXPLAIN " + index.NearestSql(10, modality), PostgreSqlEmotionIndex.PointParameters(point)));
            var searched = Partitions * (modality is null ? 3 : 1);
            plan.Split("Order By: (place <-> ").Should().HaveCount(searched + 1);
            plan.Should().Contain("Merge Append").And.NotContain("Seq Scan").And.NotContain("Sort  (");

            var found = await index.NearestAsync(point, 10, modality);
            var expected = items.Where(item => modality is null || item.Modality == modality).Select(item => point.DistanceTo(item.Emotion)).Order();
            found.Select(match => match.Distance).Should().Equal(expected.Take(10));
        }
    }

    protected override async Task<IEmotionIndex> CreateAsync()
    {
        _options = fixture.FreshOptions();
        var index = await ReopenAsync(null!);
        await _opened[^1].MigrateAsync();
        await PartitionAsync(_options);
        return index;
    }

    protected override Task<IEmotionIndex> ReopenAsync(IEmotionIndex index)
    {
        _opened.Add(new PostgreSqlEmotionIndex(_options!));
        return Task.FromResult<IEmotionIndex>(_opened[^1]);
    }

    private Task<List<string>> PartitionAsync(PostgreSqlIndexOptions options)
    {
        const string start = "```sql\nBEGIN;", end = "```";
        var document = File.ReadAllText(GoldenFiles.Repository("docs", "postgresql.md"));
        var first = document.IndexOf(start, StringComparison.Ordinal) + start.IndexOf('B');
        var sql = document[first..document.IndexOf(end, first, StringComparison.Ordinal)];
        return fixture.QueryAsync(sql.Replace("mmva.", options.Schema + ".", StringComparison.Ordinal));
    }
}
