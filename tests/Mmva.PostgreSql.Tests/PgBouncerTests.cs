using Mmva.PostgreSql.Tests.Samples;
using Mmva.PostgreSql.Tests.Server;
using Mmva.TestSupport;

namespace Mmva.PostgreSql.Tests;

[Collection(ServerCollection.Name)]
public sealed class PgBouncerTests(ServerFixture fixture)
{
    [SkippableFact]
    public async Task Nothing_depends_on_a_session()
    {
        using var bouncer = await PgBouncer.StartAsync(fixture.Server);
        var options = fixture.FreshOptions();
        options.ConnectionString = bouncer.Of(options.ConnectionString);
        await using var index = new PostgreSqlEmotionIndex(options);
        await using var second = new PostgreSqlEmotionIndex(options);

        await Task.WhenAll(index.MigrateAsync(), second.MigrateAsync());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? index : second).UpsertAsync(SampleItems.Create($"{i}", 300))));
        (await index.RemoveAsync(["0-1", "0-2"])).Should().Be(2);

        (await second.CountAsync()).Should().Be(8 * 300 - 2);
        var all = 0;
        await foreach (var _ in index.ItemsAsync()) all++;
        all.Should().Be(8 * 300 - 2);
        (await index.NearestAsync(new(0.5f, 0.5f), 10)).Should().HaveCount(10);
    }

    [SkippableFact]
    public async Task A_shared_run_leaves_nothing_behind_that_stops_the_next_one()
    {
        using var bouncer = await PgBouncer.StartAsync(fixture.Server);
        using var library = new MediaLibrary();
        var database = bouncer.Of(await fixture.FreshDatabaseAsync());
        for (var i = 0; i < 3; i++) library.Picture($"{i}.png", 90 * i);
        string[] args = [library.Folder, "--store", "postgres:" + database, "--workers", "1", "--lease", "300"];

        var first = await SampleProgram.RunAsync("IndexLibrary", "/", args);
        library.Picture("3.png", 300);
        var second = await SampleProgram.RunAsync("IndexLibrary", "/", args);

        first.Output.Should().Contain("\n0 files unchanged, 0 removed\nall processes: 3 files indexed, 0 failed\n", first.Errors);
        second.Output.Should().Contain("\n3 files unchanged, 0 removed\nall processes: 1 files indexed, 0 failed\n", second.Errors);
        (first.ExitCode, second.ExitCode).Should().Be((0, 0));
    }
}
