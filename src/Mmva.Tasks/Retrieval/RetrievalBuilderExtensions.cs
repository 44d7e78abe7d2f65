using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds retrieval by emotion to a host.</summary>
public static partial class TasksBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="IEmotionRetriever"/> and its <see cref="IEmotionIndex"/>: the in-process one, unless the host uses another
    /// (<c>.UseSqliteIndex(path)</c>, <c>.UsePostgreSqlIndex(…)</c>).
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// May be called twice; both configurations apply. <see cref="InMemoryEmotionIndex"/> can be resolved as well, for saving it.
    /// </remarks>
    public static IMmvaBuilder AddRetrieval(this IMmvaBuilder builder, Action<RetrievalOptions>? configure = null)
    {
        builder.AddOptions(Options.DefaultName, configure);
        builder.Services.TryAddSingleton(provider =>
            OpenIndex(RetrievalOptionsOf(provider, Options.DefaultName), provider.GetRequiredService<EmotionalSimilarity>()));
        builder.Services.TryAddSingleton<IEmotionIndex>(provider => provider.GetRequiredService<InMemoryEmotionIndex>());
        builder.Services.TryAddSingleton<IEmotionRetriever>(provider => new EmotionRetriever(
            provider.GetRequiredService<IEmotionPredictor>(), provider.GetRequiredService<IEmotionIndex>(),
            RetrievalOptionsOf(provider, Options.DefaultName)));
        return builder;
    }

    /// <summary>Adds another retriever with its own index under a key, for a second library for example.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="key">The key of <see cref="IEmotionRetriever"/> and <see cref="IEmotionIndex"/>, and the name of the options.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// Uses the <see cref="IEmotionPredictor"/> and the <see cref="EmotionalSimilarity"/> with the same key, or those without a key if there are
    /// none.
    /// May be called twice with one key; both configurations apply.
    /// </remarks>
    public static IMmvaBuilder AddKeyedRetrieval(this IMmvaBuilder builder, string key, Action<RetrievalOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        builder.AddOptions(key, configure);
        builder.Services.TryAddKeyedSingleton(
            key, (provider, _) => OpenIndex(RetrievalOptionsOf(provider, key), provider.GetKeyedOrDefault<EmotionalSimilarity>(key)));
        builder.Services.TryAddKeyedSingleton<IEmotionIndex>(key, (provider, _) => provider.GetRequiredKeyedService<InMemoryEmotionIndex>(key));
        builder.Services.TryAddKeyedSingleton<IEmotionRetriever>(key, (provider, _) => new EmotionRetriever(
            provider.GetKeyedOrDefault<IEmotionPredictor>(key), provider.GetRequiredKeyedService<IEmotionIndex>(key),
            RetrievalOptionsOf(provider, key)));
        return builder;
    }

    private static void AddOptions(this IMmvaBuilder builder, string name, Action<RetrievalOptions>? configure)
    {
        var options = builder.Services.AddOptions<RetrievalOptions>(name).ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RetrievalOptions>, RetrievalOptionsValidator>());
    }

    // σ of Eq. 1 is configured once, in AddMmva
    private static InMemoryEmotionIndex OpenIndex(RetrievalOptions options, EmotionalSimilarity similarity) =>
        File.Exists(options.IndexFile) ? InMemoryEmotionIndex.Open(options.IndexFile, similarity) : new(similarity);

    private static RetrievalOptions RetrievalOptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<RetrievalOptions>>().Get(name);
}
