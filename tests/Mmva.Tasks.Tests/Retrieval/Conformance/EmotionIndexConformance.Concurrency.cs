using System.Globalization;

namespace Mmva.Tasks.Tests.Retrieval.Conformance;

public abstract partial class EmotionIndexConformance
{
    /// <summary>The number of rounds of the writers in the concurrency tests.</summary>
    protected virtual int Rounds => 60;

    [SkippableFact]
    public async Task Readers_see_a_batch_completely_or_not_at_all()
    {
        const int batch = 20;
        var index = await CreateAsync();
        await index.UpsertAsync(Round(0));
        using var done = new CancellationTokenSource();

        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var (looks, last) = (0, 0);
            while (!done.IsCancellationRequested || looks == 0)
            {
                var matches = await index.NearestAsync(new(0.5f, 0.5f), 2 * batch);
                matches.Should().HaveCount(batch);
                matches.Select(match => match.Item.Payload).Distinct().Should().ContainSingle("all items come from one write");
                var round = int.Parse(matches[0].Item.Payload!, CultureInfo.InvariantCulture);
                round.Should().BeGreaterThanOrEqualTo(last, "time does not go back");
                (last, looks) = (round, looks + 1);
            }
        })).ToArray();
        try
        {
            for (var round = 1; round <= Rounds; round++) await index.UpsertAsync(Round(round));
        }
        finally
        {
            await done.CancelAsync();
        }
        await Task.WhenAll(readers);

        static EmotionItem[] Round(int round) =>
            [.. Enumerable.Range(0, batch)
                .Select(i => new EmotionItem($"{i}", (Modality)((i + round) % 3), new(round / 100f, i / 20f),
                round.ToString(CultureInfo.InvariantCulture)))];
    }

    [SkippableFact]
    public async Task Concurrent_writers_lose_nothing()
    {
        var index = await CreateAsync();
        const int writers = 4, batch = 10;

        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds / 4; round++)
            {
                await index.AddAsync([.. Enumerable.Range(0, batch).Select(i => Item($"{writer} {round} {i}", i))]);
                (await index.RemoveAsync([$"{writer} {round} 0"])).Should().Be(1);
                await index.UpsertAsync([Item("shared", writer)]);
            }
        })));

        (await index.CountAsync()).Should().Be(writers * (Rounds / 4) * (batch - 1) + 1);
    }

    [SkippableFact]
    public async Task Of_two_that_add_the_same_id_one_is_refused()
    {
        var index = await CreateAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            try
            {
                await index.AddAsync([Item($"own {writer}", writer), Item("wanted by all", writer)]);
                return true;
            }
            catch (EmotionIndexException)
            {
                return false;
            }
        })));

        outcomes.Count(added => added).Should().Be(1);
        (await index.CountAsync()).Should().Be(2);
    }
}
