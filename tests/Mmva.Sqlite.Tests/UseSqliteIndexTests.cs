using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Tasks.Tests;
using Mmva.Tasks.Tests.Retrieval;
using Mmva.TestSupport;

namespace Mmva.Sqlite.Tests;

public sealed class UseSqliteIndexTests
{
    [Fact]
    public async Task Replaces_the_in_process_index_and_a_key_has_its_own_file()
    {
        using var folder = new TemporaryFolder();
        await using var services = Services(builder => builder
            .AddRetrieval().UseSqliteIndex(folder.File("a.db")).UseSqliteIndex(folder.File("a.db"))
            .AddKeyedRetrieval("games").UseKeyedSqliteIndex("games", folder.File("x.db")).UseKeyedSqliteIndex("games", folder.File("b.db")));

        var retriever = services.GetRequiredService<IEmotionRetriever>();
        await retriever.IndexAsync([new RetrievalInput<string>("words", "1 0")]);

        retriever.Index.Should().BeOfType<SqliteEmotionIndex>().And.BeSameAs(services.GetRequiredService<SqliteEmotionIndex>());
        (await retriever.FindAsync("1 1", 1))[0].Item.Embedding.ToArray().Should().Equal(1, 0);
        (await services.GetRequiredKeyedService<IEmotionRetriever>("games").Index.CountAsync()).Should().Be(0);
        File.Exists(folder.File("b.db")).Should().BeTrue();
        services.GetKeyedServices<IEmotionIndex>("games").Should().ContainSingle().Which.Should().BeOfType<SqliteEmotionIndex>();
    }

    [Fact]
    public void Options_are_validated_at_start()
    {
        using var services = Services(builder => builder.UseKeyedSqliteIndex("games", " ", options => options.BusyTimeout = TimeSpan.FromDays(1)));

        var start = () => services.GetRequiredService<IStartupValidator>().Validate();
        var construct = () => new SqliteEmotionIndex("");

        start.Should().Throw<OptionsValidationException>()
            .WithMessage("*games.Path*required*games.BusyTimeout must be between 00:00:00 and 01:00:00.");
        construct.Should().Throw<OptionsValidationException>();
    }

    private static ServiceProvider Services(Action<IMmvaBuilder> add)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IEmotionPredictor, FakePredictor>();
        add(services.AddMmva());
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }
}
