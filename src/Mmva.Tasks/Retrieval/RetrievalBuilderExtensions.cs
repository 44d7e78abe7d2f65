using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds retrieval by emotion to a host.</summary>
public static class RetrievalBuilderExtensions
{
    /// <summary>Adds <see cref="IEmotionRetriever"/> and its <see cref="IEmotionIndex"/>: the in-process one, unless the host takes another (<c>.UseSqliteIndex(path)</c>, <c>.UsePostgreSqlIndex(…)</c>).</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="configure">Changes the options; they are validated when the host starts.</param>
    /// <remarks>Calling it twice adds nothing twice; both configurations apply. <see cref="InMemoryEmotionIndex"/> can be resolved, too, for saving it.</remarks>
    public static IMmvaBuilder AddRetrieval(this IMmvaBuilder builder, Action<RetrievalOptions>? configure = null)
    {
        builder.AddOptions(Options.DefaultName, configure);
        builder.Services.TryAddSingleton(provider => OpenIndex(provider, Options.DefaultName));
        builder.Services.TryAddSingleton<IEmotionIndex>(provider => provider.GetRequiredService<InMemoryEmotionIndex>());
        builder.Services.TryAddSingleton<IEmotionRetriever>(provider =>
            Create(provider, Options.DefaultName, provider.GetRequiredService<IEmotionPredictor>(), provider.GetRequiredService<IEmotionIndex>()));
        return builder;
    }

    /// <summary>Adds another retriever with an index of its own under a key: a second library, for example.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="key">The key of the services <see cref="IEmotionRetriever"/> and <see cref="IEmotionIndex"/>, and the name of the options. A predictor with the same key is used if there is one.</param>
    /// <param name="configure">Changes the options of this retriever; they are validated when the host starts.</param>
    /// <remarks>Calling it twice adds nothing twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddKeyedRetrieval(this IMmvaBuilder builder, string key, Action<RetrievalOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        builder.AddOptions(key, configure);
        builder.Services.TryAddKeyedSingleton(key, (provider, _) => OpenIndex(provider, key));
        builder.Services.TryAddKeyedSingleton<IEmotionIndex>(key, (provider, _) => provider.GetRequiredKeyedService<InMemoryEmotionIndex>(key));
        builder.Services.TryAddKeyedSingleton<IEmotionRetriever>(key, (provider, _) => Create(
            provider, key, provider.GetKeyedService<IEmotionPredictor>(key) ?? provider.GetRequiredService<IEmotionPredictor>(), provider.GetRequiredKeyedService<IEmotionIndex>(key)));
        return builder;
    }

    private static void AddOptions(this IMmvaBuilder builder, string name, Action<RetrievalOptions>? configure)
    {
        var options = builder.Services.AddOptions<RetrievalOptions>(name).ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetrievalOptions>, RetrievalOptionsValidator>());
    }

    // σ of Eq. 1 is said once, in AddMmva
    private static InMemoryEmotionIndex OpenIndex(IServiceProvider provider, string name)
    {
        var (file, similarity) = (OptionsOf(provider, name).IndexFile, provider.GetRequiredService<EmotionalSimilarity>());
        return File.Exists(file) ? InMemoryEmotionIndex.Open(file, similarity) : new(similarity);
    }

    private static EmotionRetriever Create(IServiceProvider provider, string name, IEmotionPredictor predictor, IEmotionIndex index)
    {
        var options = OptionsOf(provider, name);
        return new(predictor, index, options.KeepEmbeddings, options.Candidates);
    }

    private static RetrievalOptions OptionsOf(IServiceProvider provider, string name) => provider.GetRequiredService<IOptionsMonitor<RetrievalOptions>>().Get(name);
}
