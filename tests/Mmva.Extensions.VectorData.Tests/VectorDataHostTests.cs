using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Mmva.Tasks.Tests.Retrieval;

namespace Mmva.Extensions.VectorData.Tests;

public sealed class VectorDataHostTests
{
    [Fact]
    public async Task A_host_offers_its_index_as_a_collection()
    {
        await using var provider = Host(mmva => mmva.AddVectorStoreCollection().AddRetrieval().AddVectorStoreCollection());
        var collection = provider.GetRequiredService<VectorStoreCollection<string, EmotionItem>>();
        provider.GetRequiredService<IVectorSearchable<EmotionItem>>().Should().BeSameAs(collection);
        collection.GetService(typeof(IEmotionIndex)).Should().BeSameAs(provider.GetRequiredService<IEmotionIndex>());
        await provider.GetRequiredService<IEmotionRetriever>().IndexAsync([new RetrievalInput<string>("calm", "1 0")]);
        var result = await collection.SearchAsync("1 1", 3).SingleAsync();
        (result.Record.Id, result.Score).Should().Be(("calm", 1.0));
    }

    [Fact]
    public async Task A_host_keeps_its_index_in_a_collection()
    {
        var store = new SmallCollection();
        await using var provider = Host(mmva => mmva.UseVectorStoreIndex(_ => store).AddRetrieval());
        await provider.GetRequiredService<IEmotionRetriever>().IndexAsync([new RetrievalInput<string>("calm", "1 0")]);
        (await store.GetAsync("calm"))!.Modality.Should().Be("caption");
        var match = (await provider.GetRequiredService<IEmotionRetriever>().FindAsync("1 1", 1)).Should().ContainSingle().Subject;
        match.Similarity.Should().BeApproximately(Math.Exp(-1 / 0.5), 1e-9, "σ is the host's");
    }

    [Fact]
    public async Task Keys_keep_libraries_apart()
    {
        var store = new SmallCollection();
        await using var provider = Host(mmva => mmva.AddRetrieval().AddVectorStoreCollection()
            .AddKeyedRetrieval("other").UseKeyedVectorStoreIndex("other", _ => store).AddKeyedVectorStoreCollection("other"));
        var other = provider.GetRequiredKeyedService<VectorStoreCollection<string, EmotionItem>>("other");
        await other.UpsertAsync(new EmotionItem("a", Modality.Music, new(0.5f, 0.5f)));
        other.Name.Should().Be("other");
        provider.GetRequiredKeyedService<IVectorSearchable<EmotionItem>>("other").Should().BeSameAs(other);
        (await store.GetAsync("a")).Should().NotBeNull();
        (await provider.GetRequiredService<IEmotionIndex>().CountAsync()).Should().Be(0);
        (await other.SearchAsync("1 1", 1).ToListAsync()).Should().ContainSingle("the predictor is that of the host");
    }

    private static ServiceProvider Host(Action<IMmvaBuilder> add)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IEmotionPredictor, FakePredictor>();
        add(services.AddMmva(options => options.Sigma = 0.5));
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
