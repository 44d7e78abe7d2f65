using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.VectorData;
using Mmva.Extensions.VectorData;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Connects a host's emotion index with Microsoft.Extensions.VectorData.</summary>
public static class VectorDataBuilderExtensions
{
    /// <summary>
    /// Adds the host's emotion index as <c>VectorStoreCollection&lt;string, EmotionItem&gt;</c> and <c>IVectorSearchable&lt;EmotionItem&gt;</c>; see
    /// <see cref="VectorDataExtensions.AsVectorStoreCollection"/>. Searches by images, music and texts use the host's predictor and decoders.
    /// </summary>
    /// <param name="builder">The Mmva builder, with <c>AddRetrieval</c> before or after.</param>
    /// <param name="name">The name of the collection, for messages and metadata.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IMmvaBuilder AddVectorStoreCollection(this IMmvaBuilder builder, string name = VectorDataExtensions.DefaultCollectionName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        builder.AddMedia().Services.TryAddSingleton(provider => provider.GetRequiredService<IEmotionIndex>().AsVectorStoreCollection(
            provider.GetService<IEmotionPredictor>(), provider.GetRequiredService<MediaDecoder>(), name));
        builder.Services.TryAddSingleton<IVectorSearchable<EmotionItem>>(
            provider => provider.GetRequiredService<VectorStoreCollection<string, EmotionItem>>());
        return builder;
    }

    /// <summary>Adds the emotion index with a key as a collection with this key.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="key">The key passed to <c>AddKeyedRetrieval</c>.</param>
    /// <param name="name">The name of the collection, or <see langword="null"/> for the key.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>Uses the <see cref="IEmotionPredictor"/> with the same key, or the one without a key if there is none.</remarks>
    public static IMmvaBuilder AddKeyedVectorStoreCollection(this IMmvaBuilder builder, string key, string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        builder.AddMedia().Services.TryAddKeyedSingleton(key, (provider, _) => provider.GetRequiredKeyedService<IEmotionIndex>(key)
            .AsVectorStoreCollection(
                provider.GetKeyedOrDefault<IEmotionPredictor>(key), provider.GetRequiredService<MediaDecoder>(), name ?? key));
        builder.Services.TryAddKeyedSingleton<IVectorSearchable<EmotionItem>>(
            key, (provider, _) => provider.GetRequiredKeyedService<VectorStoreCollection<string, EmotionItem>>(key));
        return builder;
    }

    /// <summary>
    /// Stores the emotion index in a collection of a vector store, replacing any other index: <c>.AddRetrieval().UseVectorStoreIndex(…)</c>, in
    /// either order. <see cref="VectorDataExtensions.AsEmotionIndex"/> says what depends on the store.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="collection">
    /// Returns the collection, such as
    /// <c>provider.GetRequiredService&lt;VectorStore&gt;().GetCollection&lt;string, EmotionRecord&gt;("emotions")</c>.
    /// </param>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseVectorStoreIndex(
        this IMmvaBuilder builder, Func<IServiceProvider, VectorStoreCollection<string, EmotionRecord>> collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        // σ of Eq. 1 is configured once, in AddMmva
        builder.Services.Replace(ServiceDescriptor.Singleton(
            provider => collection(provider).AsEmotionIndex(provider.GetRequiredService<EmotionalSimilarity>())));
        return builder;
    }

    /// <summary>Stores the emotion index of a keyed retriever in a collection of a vector store, replacing any other index with this key.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="key">The key passed to <c>AddKeyedRetrieval</c>.</param>
    /// <param name="collection">Returns the collection.</param>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseKeyedVectorStoreIndex(
        this IMmvaBuilder builder, string key, Func<IServiceProvider, VectorStoreCollection<string, EmotionRecord>> collection)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(collection);
        builder.Services.Replace(ServiceDescriptor.KeyedSingleton(
            key, (provider, _) => collection(provider).AsEmotionIndex(provider.GetKeyedOrDefault<EmotionalSimilarity>(key))));
        return builder;
    }
}
