using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Extensions.AI;

namespace Mmva;

/// <summary>Adds Mmva's services for Microsoft.Extensions.AI to a host.</summary>
public static class ExtensionsAIBuilderExtensions
{
    /// <summary>
    /// Adds <c>IEmbeddingGenerator&lt;DataContent, Embedding&lt;float&gt;&gt;</c>: images, audio and texts become points of the emotion plane, by the
    /// host's predictor and decoders; see <see cref="EmbeddingExtensions.AsIEmbeddingGenerator(IEmotionPredictor, MediaDecoder, int)"/>.
    /// </summary>
    /// <param name="builder">The Mmva builder. That of <c>AddKeyedMmva</c> adds the generator under its key.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// A generator that the host has already is kept, and so is a second call without effect. Nothing is registered for <c>string</c>: hosts have
    /// embeddings of texts for other purposes; <see cref="EmbeddingExtensions.AsTextEmbeddingGenerator"/> creates one.
    /// </remarks>
    public static IMmvaBuilder AddEmbeddingGenerator(this IMmvaBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddMedia();
        var key = builder.ServiceKey;
        builder.Services.TryAdd(ServiceDescriptor.KeyedSingleton(key, (provider, _) => PredictorOf(provider, key).AsIEmbeddingGenerator(
            provider.GetRequiredService<MediaDecoder>(), BatchSizeOf(provider, key))));
        return builder;
    }

    /// <summary>Adds <see cref="EmotionEnricher"/>, which adds valence, arousal and mood to the texts of a pipeline.</summary>
    /// <param name="builder">The Mmva builder. That of <c>AddKeyedMmva</c> adds the enricher, and its options, under its key.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>May be called twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddEmotionEnricher(this IMmvaBuilder builder, Action<EmotionEnricherOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var key = builder.ServiceKey;
        var options = builder.Services.AddOptions<EmotionEnricherOptions>(key ?? Options.DefaultName).ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmotionEnricherOptions>, EmotionEnricherOptionsValidator>());
        builder.Services.TryAdd(ServiceDescriptor.KeyedSingleton(key, (provider, _) => new EmotionEnricher(
            PredictorOf(provider, key),
            provider.GetRequiredService<IOptionsMonitor<EmotionEnricherOptions>>().Get(key ?? Options.DefaultName))));
        return builder;
    }

    // GetKeyedService would require a container that supports keys
    private static IEmotionPredictor PredictorOf(IServiceProvider provider, string? key) =>
        key is null ? provider.GetRequiredService<IEmotionPredictor>() : provider.GetRequiredKeyedService<IEmotionPredictor>(key);

    private static int BatchSizeOf(IServiceProvider provider, string? key) =>
        provider.GetRequiredService<IOptionsMonitor<MmvaOptions>>().Get(key ?? Options.DefaultName).BatchSize;
}
