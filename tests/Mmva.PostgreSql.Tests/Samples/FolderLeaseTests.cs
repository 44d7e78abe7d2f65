using IndexLibrary.Workers;
using Mmva.PostgreSql.Tests.Server;
using Npgsql;

namespace Mmva.PostgreSql.Tests.Samples;

[Collection(ServerCollection.Name)]
public sealed class FolderLeaseTests(ServerFixture fixture)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5), Short = TimeSpan.FromSeconds(1.5);

    [SkippableFact]
    public async Task One_owner_at_a_time_and_the_next_one_when_it_ends_it()
    {
        await using var source = await SourceAsync();
        var started = await FolderLease.NowAsync(source, default);
        var first = new FolderLease(source, "/a", Long);
        await using var second = new FolderLease(source, "/a", Long);
        await using var elsewhere = new FolderLease(source, "/b", Long);

        (await first.TryTakeAsync(default)).Should().BeTrue();
        (await second.TryTakeAsync(default)).Should().BeFalse();
        (await elsewhere.TryTakeAsync(default)).Should().BeTrue();
        (await second.IsFinishedAsync(started, default)).Should().BeFalse();
        await first.FinishAsync(default);
        (await second.TryTakeAsync(default)).Should().BeFalse();
        await first.DisposeAsync();
        (await second.TryTakeAsync(default)).Should().BeTrue();
        (await second.IsFinishedAsync(started, default)).Should().BeTrue();
        (await second.IsFinishedAsync(await FolderLease.NowAsync(source, default), default)).Should().BeFalse();
    }

    [SkippableFact]
    public async Task An_owner_that_lives_keeps_it_beyond_its_length_and_one_that_died_loses_it()
    {
        await using var source = await SourceAsync();
        await using var living = new FolderLease(source, "/a", Short);
        await using var next = new FolderLease(source, "/a", Short);
        (await living.TryTakeAsync(default)).Should().BeTrue();
        await Task.Delay(2 * Short);
        (await next.TryTakeAsync(default)).Should().BeFalse();

        // as if it had been stopped for longer than its lease
        await ExecuteAsync(source, "UPDATE mmva.library_leases SET owner = gen_random_uuid(), expires = clock_timestamp() - interval '1 s'");
        (await next.TryTakeAsync(default)).Should().BeTrue();
        await FluentActions.Awaiting(() => living.RenewAsync(default)).Should().ThrowAsync<OperationCanceledException>();
        living.Lost.IsCancellationRequested.Should().BeTrue();
        await next.RenewAsync(default);
    }

    [SkippableFact]
    public async Task After_a_restart_of_the_server_a_lease_has_its_full_length_again()
    {
        await using var source = await SourceAsync();
        var folder = IndexLibrary.FileCatalogue.KeyOf("/a");
        await ExecuteAsync(source,
            $"INSERT INTO mmva.library_leases VALUES ('{folder}', gen_random_uuid(), '1000 days', clock_timestamp())");
        await using var next = new FolderLease(source, "/a", Long);

        (await next.TryTakeAsync(default)).Should().BeFalse("the server has run for less than that");
    }

    private async Task<NpgsqlDataSource> SourceAsync()
    {
        var source = NpgsqlDataSource.Create(await fixture.FreshDatabaseAsync());
        await ExecuteAsync(source, "CREATE SCHEMA mmva");
        await ExecuteAsync(source, FolderLease.CreateTable);
        return source;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
