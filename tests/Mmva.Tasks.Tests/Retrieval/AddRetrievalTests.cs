using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mmva.Tasks.Tests.Prompts;
using Mmva.TestSupport;

namespace Mmva.Tasks.Tests.Retrieval;

public sealed class AddRetrievalTests
{
    [Fact]
    public async Task Adds_a_retriever_with_an_index_in_the_process()
    {
        await using var services = Services(builder => builder.AddRetrieval().AddRetrieval(options => options.Candidates = 7));

        var retriever = services.GetRequiredService<IEmotionRetriever>();

        services.GetServices<IEmotionRetriever>().Should().ContainSingle();
        retriever.Index.Should().BeSameAs(services.GetRequiredService<IEmotionIndex>())
            .And.BeSameAs(services.GetRequiredService<InMemoryEmotionIndex>());
    }

    [Fact]
    public async Task A_key_has_its_own_options_index_and_predictor()
    {
        await using var services = Services(builder => builder
            .AddRetrieval().AddKeyedRetrieval("games", options => options.KeepEmbeddings = false).AddKeyedRetrieval("games")
            .AddKeyedRetrieval("films").Services.AddKeyedSingleton<IEmotionPredictor>("films", new HashPredictor()));

        var (plain, games) = (services.GetRequiredService<IEmotionRetriever>(), services.GetRequiredKeyedService<IEmotionRetriever>("games"));
        await games.IndexAsync([new RetrievalInput<string>("words", "1 0")]);

        games.Index.Should().BeSameAs(services.GetRequiredKeyedService<IEmotionIndex>("games")).And.NotBeSameAs(plain.Index);
        (await plain.Index.CountAsync()).Should().Be(0);
        (await games.Index.FindAsync("words"))!.Embedding.IsEmpty.Should().BeTrue();
        services.GetKeyedServices<IEmotionRetriever>("games").Should().ContainSingle();
        var films = await services.GetRequiredKeyedService<IEmotionRetriever>("films").IndexAsync([new RetrievalInput<string>("words", "1 0")]);
        films[0].Emotion.Should().Be(HashPredictor.PointOf("1 0"));
    }

    [Fact]
    public async Task The_index_is_opened_from_its_file_and_takes_sigma_from_AddMmva()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("index");
        await InMemoryEmotionIndex.Build([new("song", Modality.Music, new(0, 0))]).SaveAsync(file);
        await using var services = Services(builder => builder.AddRetrieval(options => options.IndexFile = file), sigma: 0.5);

        var match = (await services.GetRequiredService<IEmotionIndex>().NearestAsync(new(0.5f, 0), 1))[0];

        match.Similarity.Should().BeApproximately(Math.Exp(-1), 1e-12);
    }

    [Fact]
    public void Options_have_their_defaults_and_limits()
    {
        new RetrievalOptions().Should().BeEquivalentTo(new { KeepEmbeddings = true, Candidates = 100, IndexFile = (string?)null });
        using var services = Services(builder => builder
            .AddRetrieval(options => (options.Candidates, options.IndexFile) = (0, " ")).AddKeyedRetrieval("k", options => options.Candidates = -1));

        var start = () => services.GetRequiredService<IStartupValidator>().Validate();

        start.Should().Throw<AggregateException>().Which.InnerExceptions.Select(e => e.Message).Should().BeEquivalentTo(
            "Candidates: The field RetrievalOptions.Candidates must be between 1 and 100000.; "
            + "IndexFile: RetrievalOptions.IndexFile is empty; set it to null if it is not used.",
            "Candidates: The field k.Candidates must be between 1 and 100000.");
        FluentActions.Invoking(() => new EmotionRetriever(new FakePredictor(), new InMemoryEmotionIndex(), new() { Candidates = 0 }))
            .Should().Throw<OptionsValidationException>();
    }

    private static ServiceProvider Services(Func<IMmvaBuilder, object> add, double sigma = 0.3563004)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IEmotionPredictor, FakePredictor>();
        add(services.AddMmva(options => options.Sigma = sigma));
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
    }
}
