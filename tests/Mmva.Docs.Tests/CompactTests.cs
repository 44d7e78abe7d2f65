using Documents.Snippets;
using Documents.Snippets.Capabilities;
using Microsoft.Extensions.DependencyInjection;
using Mmva;
using Mmva.PostgreSql;
using Mmva.Sqlite;

namespace Documents;

/// <summary>README.md, docs/capabilities and docs/postgresql.md with the trained default, in one host.</summary>
public sealed class CompactTests : IClassFixture<CompactTests.Host>, IDisposable
{
    private readonly WorkingFolder _folder = new();
    private readonly ServiceProvider _services;

    public CompactTests(Host host) => _services = host.Services;

    [Fact]
    public async Task The_first_example_matches_a_text_with_files()
    {
        var before = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            await ReadmeSnippets.RunAsync(["beach.jpg", "song.mp3", "missing.mp3"]);
        }
        finally
        {
            Console.SetOut(before);
        }
        output.ToString().Should().MatchRegex(
            """
            ^\(0\.\d{3}, 0\.\d{3}\) wanted
            \(0\.\d{3}, 0\.\d{3}\) beach\.jpg, match 0\.\d\d
            \(0\.\d{3}, 0\.\d{3}\) song\.mp3, match 0\.\d\d
            missing\.mp3: .+
            $
            """.ReplaceLineEndings(Environment.NewLine).Trim());
    }

    [Fact]
    public async Task Retrieval_finds_what_was_indexed_and_ranks_it()
    {
        var photo = Get<IImageDecoder>().Decode("beach.jpg");
        var (tracks, ranked) = await RetrievalPage.RetrieveAsync(Get<IEmotionRetriever>(), Get<IAudioDecoder>(), photo, default);
        tracks.Should().Contain(track => track.Item.Id == "track-17" && track.Item.Payload == "rain.mp3");
        ranked.Should().Contain(track => track.Match.Item.Id == "track-17");

        (await PostgreSqlSnippets.FindAsync(Get<IEmotionIndex>(), new(0.5f, 0.5f), default)).Should().Contain(match => match.Item.Id == "track-17");
    }

    [Fact]
    public async Task Prompts_are_found_for_one_image_and_for_several()
    {
        var photo = Get<IImageDecoder>().Decode("beach.jpg");
        (await PromptsPage.PromptAsync(Get<IPromptSelector>(), photo, [photo, photo], default)).Should().HaveCount(9);
    }

    [Fact]
    public void Keyed_tasks_and_indexes_are_registered()
    {
        var services = new ServiceCollection();
        IndexPage.AddKeyedTasks(services);
        using (var provider = services.BuildServiceProvider())
        {
            provider.GetRequiredKeyedService<IVideoSummarizer>("trailer").Should().NotBeSameAs(provider.GetRequiredService<IVideoSummarizer>());
        }
        PostgreSqlSnippets.UseIndex(services);
        Index().Should().Be(typeof(PostgreSqlEmotionIndex));
        services.AddMmva().UseSqliteIndex("library.db");
        Index().Should().Be(typeof(SqliteEmotionIndex));

        Type Index()
        {
            using var provider = services.BuildServiceProvider();
            return provider.GetRequiredService<IEmotionIndex>().GetType();
        }
    }

    public void Dispose() => _folder.Dispose();

    private T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    public sealed class Host : IDisposable
    {
        public Host()
        {
            var services = new ServiceCollection();
            IndexPage.AddTasks(services);
            Services = services.BuildServiceProvider();
        }

        public ServiceProvider Services { get; }

        public void Dispose() => Services.Dispose();
    }
}
