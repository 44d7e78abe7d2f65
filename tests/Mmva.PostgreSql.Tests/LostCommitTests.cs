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
        await index.AddAsync(Some.Items("a", 300));

        proxy.HasCut.Should().BeTrue();
        (await index.CountAsync()).Should().Be(300);

        proxy.CutNextCommit();
        (await index.RemoveAsync(["a-1", "a-2", "a-none"])).Should().Be(2);

        proxy.HasCut.Should().BeTrue();
        (await index.CountAsync()).Should().Be(298);
    }
}
