using Mmva.PostgreSql.Tests.Server;
using Npgsql;

namespace Mmva.PostgreSql.Tests;

[Collection(ServerCollection.Name)]
public sealed class MigrationTests(ServerFixture fixture)
{
    [SkippableFact]
    public async Task Processes_that_start_at_once_create_the_tables_once()
    {
        var options = fixture.FreshOptions();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
        {
            await using var index = new PostgreSqlEmotionIndex(options);
            await index.AddAsync(SampleItems.Create($"p{i}", 10));
        })));

        await using var reader = new PostgreSqlEmotionIndex(options);
        (await reader.CountAsync()).Should().Be(120);
        (await fixture.QueryAsync($"SELECT version FROM {options.Schema}.emotion_versions ORDER BY version")).Should().Equal("1", "2");
    }

    [SkippableFact]
    public async Task A_newer_version_upgrades_the_tables_and_keeps_the_items_and_an_older_one_is_refused()
    {
        var options = fixture.FreshOptions();
        await using var old = new PostgreSqlEmotionIndex(options);
        await old.AddAsync(SampleItems.Create("a", 300));
        await using var newer = Newer(options, names => $"ALTER TABLE {names.Items} ADD COLUMN rating real");

        await newer.MigrateAsync();

        (await newer.CountAsync()).Should().Be(300);
        (await fixture.QueryAsync($"SELECT count(*) FROM {options.Schema}.emotion_items WHERE rating IS NULL")).Should().Equal("300");
        await using var late = new PostgreSqlEmotionIndex(options);
        (await late.Invoking(index => index.CountAsync()).Should().ThrowAsync<EmotionIndexException>())
            .WithMessage(
                $"The emotion index in \"{options.Schema}\" of database 'postgres' on 127.0.0.1 has version 3, but this "
                + "library supports versions up to 2: use a newer Mmva.PostgreSql, or another schema.");
    }

    [SkippableFact]
    public async Task Tables_of_the_first_version_are_upgraded()
    {
        var options = fixture.FreshOptions();
        await using var first = new PostgreSqlEmotionIndex(options, null, null, names => [Migrations.Of(names)[0]]);
        await first.MigrateAsync();
        await using var index = new PostgreSqlEmotionIndex(options);

        await index.AddAsync(SampleItems.Create("a", 5));

        (await index.CountAsync()).Should().Be(5);
    }

    [SkippableFact]
    public async Task A_step_that_fails_leaves_the_tables_as_they_were()
    {
        var options = fixture.FreshOptions();
        await using var newer = Newer(options, names => $"ALTER TABLE {names.Items} ADD COLUMN a int; SELECT 1 / 0");

        await newer.Invoking(index => index.MigrateAsync()).Should().ThrowAsync<EmotionIndexException>().WithMessage("*division by zero*");

        (await fixture.QueryAsync("SELECT count(*) FROM pg_namespace WHERE nspname = $1",
            new NpgsqlParameter<string> { TypedValue = options.Schema })).Should().Equal("0");
    }

    [SkippableFact]
    public async Task A_user_without_rights_to_create_tables_uses_existing_ones()
    {
        var options = fixture.FreshOptions();
        await using (var owner = new PostgreSqlEmotionIndex(options)) await owner.AddAsync(SampleItems.Create("a", 5));
        await fixture.QueryAsync($"""
            DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'guest'; GRANT USAGE ON SCHEMA {options.Schema} TO guest;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {options.Schema} TO guest
            """);
        options.ConnectionString =
            new NpgsqlConnectionStringBuilder(options.ConnectionString) { Username = "guest", Password = "guest" }.ConnectionString;
        await using var guest = new PostgreSqlEmotionIndex(options);

        await guest.UpsertAsync(SampleItems.Create("a", 500));

        (await guest.CountAsync()).Should().Be(500);
        await fixture.QueryAsync($"DROP SCHEMA {options.Schema} CASCADE; DROP ROLE guest");
    }

    [SkippableFact]
    public async Task Indexes_with_several_prefixes_and_odd_names_share_a_schema()
    {
        var options = fixture.FreshOptions();
        options.Schema = "Media \"library\"";
        await using var one = new PostgreSqlEmotionIndex(options);
        await using var two =
            new PostgreSqlEmotionIndex(new PostgreSqlIndexOptions { ConnectionString = options.ConnectionString, Schema = options.Schema,
            TablePrefix = "Films'; " });

        await one.AddAsync(SampleItems.Create("a", 3));
        await two.AddAsync(SampleItems.Create("a", 4));

        (await one.CountAsync()).Should().Be(3);
        (await two.CountAsync()).Should().Be(4);
    }

    private static PostgreSqlEmotionIndex Newer(PostgreSqlIndexOptions options, Func<TableNames, string> step) =>
        new(options, null, null, names => [.. Migrations.Of(names), step(names)]);
}
