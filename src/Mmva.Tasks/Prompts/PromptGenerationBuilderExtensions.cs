using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds prompts for music generation to a host.</summary>
public static partial class TasksBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="IPromptSelector"/>, <see cref="IMusicGenerator"/> and <see cref="ImageToMusic"/>, unless the host has registered its own.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// May be called twice; both configurations apply. <see cref="IMusicGenerator"/> can only be resolved if
    /// <see cref="PromptGenerationOptions.Server"/> has an address.
    /// </remarks>
    public static IMmvaBuilder AddPromptGeneration(this IMmvaBuilder builder, Action<PromptGenerationOptions>? configure = null)
    {
        var services = builder.AddOptions(Options.DefaultName, configure);
        services.TryAddSingleton<IPromptSelector>(provider => Selector(
            provider, Options.DefaultName, provider.GetRequiredService<IEmotionPredictor>(), provider.GetRequiredService<EmotionalSimilarity>()));
        services.TryAddSingleton<IMusicGenerator>(provider => Generator(provider, Options.DefaultName));
        services.TryAddSingleton(provider => new ImageToMusic(
            provider.GetRequiredService<IPromptSelector>(), provider.GetRequiredService<IMusicGenerator>()));
        return builder;
    }

    /// <summary>Adds them under a key with their own options, for other prompts or another server.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="key">The key of the services, and the name of the options.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// Uses the <see cref="IEmotionPredictor"/> and the <see cref="EmotionalSimilarity"/> with the same key, or those without a key if there are
    /// none.
    /// May be called twice with one key; both configurations apply.
    /// </remarks>
    public static IMmvaBuilder AddKeyedPromptGeneration(this IMmvaBuilder builder, string key, Action<PromptGenerationOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var services = builder.AddOptions(key, configure);
        services.TryAddKeyedSingleton<IPromptSelector>(key, (provider, _) => Selector(
            provider, key, provider.GetKeyedOrDefault<IEmotionPredictor>(key), provider.GetKeyedOrDefault<EmotionalSimilarity>(key)));
        services.TryAddKeyedSingleton<IMusicGenerator>(key, (provider, _) => Generator(provider, key));
        services.TryAddKeyedSingleton(key, (provider, _) => new ImageToMusic(
            provider.GetRequiredKeyedService<IPromptSelector>(key), provider.GetRequiredKeyedService<IMusicGenerator>(key)));
        return builder;
    }

    private static IServiceCollection AddOptions(this IMmvaBuilder builder, string name, Action<PromptGenerationOptions>? configure)
    {
        var services = builder.AddMedia().Services;
        var options = services.AddOptions<PromptGenerationOptions>(name).ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PromptGenerationOptions>, PromptGenerationOptionsValidator>());
        return services;
    }

    private static PromptSelector Selector(IServiceProvider provider, string name, IEmotionPredictor predictor, EmotionalSimilarity similarity) =>
        new(predictor, PromptOptionsOf(provider, name), similarity, provider.GetService<ILogger<PromptSelector>>(),
            provider.GetService<PrecomputedFolder>()?.Path);

    private static MusicServerClient Generator(IServiceProvider provider, string name)
    {
        var options = PromptOptionsOf(provider, name).Server;
        if (options.Address is null)
        {
            throw new MmvaException(
                $"No server for music generation is set: set {nameof(PromptGenerationOptions)}.{nameof(PromptGenerationOptions.Server)}."
                + $"{nameof(MusicServerOptions.Address)} in AddPromptGeneration(), or register an {nameof(IMusicGenerator)}.");
        }
        return new MusicServerClient(
            options, provider.GetRequiredService<IAudioDecoder>(), options.CreateClient?.Invoke(provider),
            provider.GetService<ILogger<MusicServerClient>>());
    }

    private static PromptGenerationOptions PromptOptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<PromptGenerationOptions>>().Get(name);
}
