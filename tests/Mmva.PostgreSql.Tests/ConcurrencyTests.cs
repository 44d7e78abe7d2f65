using Mmva.PostgreSql.Tests.Server;

namespace Mmva.PostgreSql.Tests;

[Collection(ServerCollection.Name)]
public sealed class ConcurrencyTests(ServerFixture fixture)
{
    [SkippableFact]
    public async Task Writers_of_the_same_items_do_not_stop_each_other_and_readers_see_whole_writes()
    {
        const int batch = 400, rounds = 8;
        var options = fixture.FreshOptions();
        await using var reader = new PostgreSqlEmotionIndex(options);
        await reader.UpsertAsync(Batch("first"));
        using var done = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            var answers = 0;
            for (; !done.IsCancellationRequested; answers++)
                (await reader.NearestAsync(new ValenceArousal(0.5f, 0.5f), batch)).Select(match => match.Item.Payload).Distinct()
                    .Should().HaveCount(1, "a write is there whole or not at all");
            return answers;
        });

        await Task.WhenAll(Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
        {
            await using var writer = new PostgreSqlEmotionIndex(options);
            for (var round = 0; round < rounds; round++) await writer.UpsertAsync(w % 2 == 0 ? Batch($"{w}-{round}")
                : [.. Batch($"{w}-{round}").Reverse()]);
        })));
        await done.CancelAsync();

        (await reading).Should().BePositive();
        (await reader.CountAsync()).Should().Be(batch);

        static EmotionItem[] Batch(string payload) => [.. SampleItems.Create("a", batch).Select(item => item with { Payload = payload })];
    }

    [SkippableFact]
    public async Task Of_two_that_add_the_same_ids_one_succeeds()
    {
        await using var one = new PostgreSqlEmotionIndex(fixture.FreshOptions());
        await one.MigrateAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            try
            {
                await one.AddAsync([.. SampleItems.Create($"own{i}", 300), .. SampleItems.Create("same", 10)]);
                return true;
            }
            catch (EmotionIndexException e) when (e.Message.Contains("'same-", StringComparison.Ordinal))
            {
                return false;
            }
        })));

        outcomes.Count(succeeded => succeeded).Should().Be(1);
        (await one.CountAsync()).Should().Be(310);
    }
}
