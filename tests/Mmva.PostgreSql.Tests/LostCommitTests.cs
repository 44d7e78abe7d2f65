using Mmva.PostgreSql.Tests.Server;

namespace Mmva.PostgreSql.Tests;

[Collection(ServerCollection.Name)]
public sealed class LostCommitTests(ServerFixture fixture)
{
    [SkippableFact]
    public async Task A_write_whose_confirmation_is_lost_happens_once()
    {
        using var proxy = new LossyProxy(fixture.Server.Port);
        var options = fixture.FreshOptions();
        options.ConnectionString = options.ConnectionString.Replace($"Port={fixture.Server.Port}", $"Port={proxy.Port}", StringComparison.Ordinal);
        await using var index = new PostgreSqlEmotionIndex(options);
        await index.MigrateAsync();

        proxy.CutNextCommit();
        await index.AddAsync(SampleItems.Create("a", 300));

        proxy.HasCut.Should().BeTrue();
        (await index.CountAsync()).Should().Be(300);

        proxy.CutNextCommit();
        (await index.RemoveAsync(["a-1", "a-2", "a-none"])).Should().Be(2);

        proxy.HasCut.Should().BeTrue();
        (await index.CountAsync()).Should().Be(298);
        (await fixture.QueryAsync($"SELECT count(*) FROM {options.Schema}.emotion_writes"))
            .Should().Equal(["1"], "the next write takes away the id of one that was answered");
    }

    [SkippableFact]
    public async Task A_write_lost_by_a_killed_server_is_not_confused_with_another_one_with_its_number()
    {
        using var proxy = new LossyProxy(fixture.Server.Port);
        var options = fixture.FreshOptions();
        await using var other = new PostgreSqlEmotionIndex(fixture.FreshOptions()); // straight to the server
        await other.MigrateAsync();
        options.ConnectionString = options.ConnectionString.Replace($"Port={fixture.Server.Port}", $"Port={proxy.Port}", StringComparison.Ordinal);
        await using var index = new PostgreSqlEmotionIndex(options);
        await index.MigrateAsync();

        proxy.LoseNextCommit();
        var writing = Task.Run(async () => await index.AddAsync(SampleItems.Create("a", 3)));
        while (!proxy.HasCut) await Task.Delay(1);
        fixture.Server.Kill();
        await fixture.Server.StartAsync();
        await other.AddAsync(SampleItems.Create("b", 3)); // has the transaction number of the lost write, which the server had not logged
        proxy.Open();
        await writing;

        (await index.CountAsync()).Should().Be(3);
    }
}
