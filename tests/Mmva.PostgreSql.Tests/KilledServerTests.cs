using Mmva.PostgreSql.Tests.Server;

namespace Mmva.PostgreSql.Tests;

[Collection(ServerCollection.Name)]
public sealed class KilledServerTests(ServerFixture fixture)
{
    private const int BatchSize = 20_000;

    [SkippableTheory]
    [InlineData(false, 150)]
    [InlineData(true, 400)]
    [InlineData(true, 900)]
    public async Task A_write_during_which_the_server_is_killed_happens_completely_or_not_at_all(bool upsert, int milliseconds)
    {
        var options = fixture.FreshOptions();
        options.MaxRetries = 0;
        await using var index = new PostgreSqlEmotionIndex(options);
        await index.MigrateAsync();
        var confirmed = 0;

        var writing = Task.Run(async () =>
        {
            for (; ; confirmed++)
            {
                var items = SampleItems.Create($"b{confirmed}", BatchSize);
                await (upsert ? index.UpsertAsync(items) : index.AddAsync(items));
            }
        });
        await Task.Delay(milliseconds);
        fixture.Server.Kill();
        var failure = await writing.Invoking(task => task).Should().ThrowAsync<EmotionIndexException>();
        await fixture.Server.StartAsync();

        failure.Which.Message.Should().Contain("127.0.0.1").And.NotContain(PostgreSqlServer.Password);
        var batches = await fixture.QueryAsync($"SELECT split_part(id, '-', 1), count(*) FROM {options.Schema}.emotion_items GROUP BY 1");
        Enumerable.Range(0, confirmed).Select(batch => $"b{batch} {BatchSize}").Except(batches).Should().BeEmpty();
        batches.Where(line => !line.EndsWith($" {BatchSize}", StringComparison.Ordinal)).Should().BeEmpty();
        batches.Count.Should().BeInRange(confirmed, confirmed + 1);
        (await index.CountAsync()).Should().Be((long)BatchSize * batches.Count);
    }

    [SkippableFact]
    public async Task A_write_resumes_once_the_killed_server_is_back()
    {
        await using var index = new PostgreSqlEmotionIndex(fixture.FreshOptions());
        await index.MigrateAsync();

        var writing = Task.Run(async () => await index.AddAsync(SampleItems.Create("a", 5 * BatchSize)));
        await Task.Delay(300);
        fixture.Server.Kill();
        await Task.Delay(500);
        await fixture.Server.StartAsync();
        await writing;

        (await index.CountAsync()).Should().Be(5 * BatchSize);
    }

    [SkippableFact]
    public async Task Readers_survive_a_restart_of_the_server()
    {
        await using var index = new PostgreSqlEmotionIndex(fixture.FreshOptions());
        await index.AddAsync(SampleItems.Create("a", 1000));
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var answers = 0;
            for (; !done.IsCancellationRequested; answers++) (await index.NearestAsync(new ValenceArousal(0.5f, 0.5f), 5)).Should().HaveCount(5);
            return answers;
        })).ToArray();

        await Task.Delay(200);
        fixture.Server.Kill();
        await fixture.Server.StartAsync();
        await Task.Delay(200);
        await done.CancelAsync();

        (await Task.WhenAll(readers)).Should().OnlyContain(answers => answers > 1);
    }

    [SkippableFact]
    public async Task A_server_that_does_not_come_back_is_an_error_that_names_it_and_no_password()
    {
        var options = fixture.FreshOptions();
        options.MaxRetries = 2;
        options.ConnectionString = options.ConnectionString.Replace($"Port={fixture.Server.Port}", "Port=1", StringComparison.Ordinal);
        await using var index = new PostgreSqlEmotionIndex(options);

        var failure = await index.Invoking(i => i.CountAsync()).Should().ThrowAsync<EmotionIndexException>();

        failure.Which.Message.Should().Contain("database 'postgres' on 127.0.0.1:1").And.Contain("Is the server running");
        failure.Which.ToString().Should().NotContain(PostgreSqlServer.Password);
    }

    [SkippableFact]
    public async Task Waiting_for_a_server_can_be_canceled()
    {
        var options = fixture.FreshOptions();
        options.ConnectionString = options.ConnectionString.Replace($"Port={fixture.Server.Port}", "Port=1", StringComparison.Ordinal);
        await using var index = new PostgreSqlEmotionIndex(options);
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await index.Invoking(i => i.CountAsync(cancellationToken: cancel.Token)).Should().ThrowAsync<OperationCanceledException>();
    }
}
