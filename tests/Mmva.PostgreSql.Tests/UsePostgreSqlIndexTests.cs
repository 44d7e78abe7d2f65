using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.PostgreSql.Tests.Server;

namespace Mmva.PostgreSql.Tests;

[Collection(ServerCollection.Name)]
public sealed class UsePostgreSqlIndexTests(ServerFixture fixture)
{
    [SkippableFact]
    public async Task The_index_of_a_host_uses_its_options_and_its_sigma()
    {
        var options = fixture.FreshOptions();
        await using var services = new ServiceCollection().AddMmva(mmva => mmva.Sigma = 0.5)
            .UsePostgreSqlIndex(options.ConnectionString, index => index.Schema = options.Schema).UsePostgreSqlIndex(options.ConnectionString)
            .Services.BuildServiceProvider();
        var index = services.GetRequiredService<IEmotionIndex>();

        await index.AddAsync([new EmotionItem("a", Modality.Music, new(0.5f, 0.25f))]);
        var match = (await index.NearestAsync(new(0.5f, 0.75f), 1)).Single();

        match.Similarity.Should().BeApproximately(Math.Exp(-1), 1e-12);
        index.Should().BeSameAs(services.GetRequiredService<PostgreSqlEmotionIndex>());
        services.GetServices<IEmotionIndex>().Should().ContainSingle();
        (await fixture.QueryAsync($"SELECT id FROM {options.Schema}.emotion_items")).Should().Equal("a");
    }

    [SkippableFact]
    public async Task Retrieval_uses_it_in_either_order_and_each_key_has_its_own()
    {
        var (one, two) = (fixture.FreshOptions(), fixture.FreshOptions());
        await using var services = new ServiceCollection().AddMmva()
            .UsePostgreSqlIndex(one.ConnectionString, index => index.Schema = one.Schema).AddRetrieval()
            .AddKeyedRetrieval("games").UseKeyedPostgreSqlIndex("games", two.ConnectionString, index => index.Schema = two.Schema)
            .UseKeyedPostgreSqlIndex("games", two.ConnectionString)
            .Services.BuildServiceProvider();
        var (plain, games) = (services.GetRequiredService<IEmotionIndex>(), services.GetRequiredKeyedService<IEmotionIndex>("games"));

        await games.AddAsync(SampleItems.Create("game", 7));

        plain.Should().BeOfType<PostgreSqlEmotionIndex>();
        (await plain.CountAsync()).Should().Be(0);
        (await fixture.QueryAsync($"SELECT count(*) FROM {two.Schema}.emotion_items")).Should().Equal("7");
    }

    [Fact]
    public void The_defaults_are_these()
    {
        var options = new PostgreSqlIndexOptions();
        (options.ConnectionString, options.Schema, options.TablePrefix, options.MaxRetries).Should().Be(("", "mmva", "emotion_", 10));
    }

    [Fact]
    public void Invalid_options_are_all_named_when_the_host_starts_and_a_password_never_is()
    {
        using var services = new ServiceCollection().AddMmva().UseKeyedPostgreSqlIndex("games", "Host=h;Password=s3cret-word;Prot=5", options =>
        {
            options.Schema = "";
            options.TablePrefix = new string('é', 21);
            options.MaxRetries = -1;
        }).Services.BuildServiceProvider();

        services.GetRequiredService<IStartupValidator>().Invoking(start => start.Validate()).Should().Throw<OptionsValidationException>()
            .Which.Failures.Should().Equal(
                "ConnectionString: games.ConnectionString is not a connection string of Npgsql with a host; "
                + "an example is Host=localhost;Database=media;Username=mmva.",
                "Schema: The games.Schema field is required.",
                "TablePrefix: games.TablePrefix contains a NUL character, or has more than 40 bytes in UTF-8.",
                "MaxRetries: The field games.MaxRetries must be between 0 and 1000.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Database=media")]
    [InlineData("postgres://mmva:s3cret-word@/media")]
    public void A_connection_string_without_a_server_is_refused(string connectionString)
    {
        FluentActions.Invoking(() => new PostgreSqlEmotionIndex(new() { ConnectionString = connectionString }))
            .Should().Throw<OptionsValidationException>()
            .Which.Message.Should().Contain("ConnectionString").And.NotContain("s3cret");
    }

    [SkippableFact]
    public async Task The_server_may_be_named_by_a_URI()
    {
        var options = fixture.FreshOptions();
        options.ConnectionString = $"postgresql://mmva:{PostgreSqlServer.Password}@127.0.0.1:{fixture.Server.Port}/postgres";
        await using var index = new PostgreSqlEmotionIndex(options);

        await index.AddAsync(SampleItems.Create("a", 3));

        (await fixture.QueryAsync($"SELECT count(*) FROM {options.Schema}.emotion_items")).Should().Equal("3");
    }
}
