using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds soundtracks to a host.</summary>
public static partial class TasksBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="ISoundtrackPlanner"/>, <see cref="SoundtrackMedia"/>, which reads pictures, music and shots for it, and
    /// <see cref="SoundtrackVideoWriter"/>, unless the host has its own.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>May be called twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddSoundtracks(this IMmvaBuilder builder, Action<SoundtrackOptions>? configure = null)
    {
        builder.AddSoundtrackServices(Options.DefaultName, configure);
        builder.Services.TryAddSingleton(provider => Planner(provider, Options.DefaultName, provider.GetRequiredService<EmotionalSimilarity>()));
        builder.Services.TryAddSingleton(provider => Media(provider, provider.GetRequiredService<IEmotionPredictor>()));
        return builder;
    }

    /// <summary>
    /// Adds another planner with its own options under a key, and a reader: <c>[FromKeyedServices("trailer")] ISoundtrackPlanner</c>.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="key">The key of the services, and the name of the options.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// Uses the <see cref="IEmotionPredictor"/> and the <see cref="EmotionalSimilarity"/> with the same key, or those without a key if there are
    /// none. May be called twice with one key; both configurations apply.
    /// </remarks>
    public static IMmvaBuilder AddKeyedSoundtracks(this IMmvaBuilder builder, string key, Action<SoundtrackOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        builder.AddSoundtrackServices(key, configure);
        builder.Services.TryAddKeyedSingleton(key, (provider, _) => Planner(provider, key, provider.GetKeyedOrDefault<EmotionalSimilarity>(key)));
        builder.Services.TryAddKeyedSingleton(key, (provider, _) => Media(provider, provider.GetKeyedOrDefault<IEmotionPredictor>(key)));
        return builder;
    }

    private static void AddSoundtrackServices(this IMmvaBuilder builder, string name, Action<SoundtrackOptions>? configure)
    {
        builder.AddMedia().AddVideo();
        builder.Services.AddOptions<SoundtrackOptions>(name).Configure(configure ?? (_ => { })).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SoundtrackOptions>, SoundtrackOptionsValidator>());
        builder.Services.TryAddSingleton(provider => new SoundtrackVideoWriter(
            provider.GetRequiredService<IImageDecoder>(), provider.GetRequiredService<IOptions<VideoReaderOptions>>().Value));
    }

    private static ISoundtrackPlanner Planner(IServiceProvider provider, string name, EmotionalSimilarity similarity) =>
        new SoundtrackPlanner(similarity, provider.GetRequiredService<IOptionsMonitor<SoundtrackOptions>>().Get(name));

    private static SoundtrackMedia Media(IServiceProvider provider, IEmotionPredictor predictor) => new(
        predictor, provider.GetRequiredService<IImageDecoder>(), provider.GetRequiredService<IAudioDecoder>(),
        provider.GetRequiredService<IVideoReader>(), provider.GetRequiredService<IOptions<AudioDecoderOptions>>().Value);
}
