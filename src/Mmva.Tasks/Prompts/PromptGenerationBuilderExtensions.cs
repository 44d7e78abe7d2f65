using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds prompts for music generation to a host.</summary>
public static class PromptGenerationBuilderExtensions
{
    /// <summary>Adds <see cref="IPromptSelector"/>, <see cref="IMusicGenerator"/> and <see cref="ImageToMusic"/>, unless the host has its own.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="configure">Changes the options; they are validated when the host starts.</param>
    /// <remarks>Calling it twice adds nothing twice; both configurations apply. <see cref="IMusicGenerator"/> can be asked for only if <see cref="PromptGenerationOptions.Server"/> has an address.</remarks>
    public static IMmvaBuilder AddPromptGeneration(this IMmvaBuilder builder, Action<PromptGenerationOptions>? configure = null)
    {
        var services = AddCommon(builder, Options.DefaultName, configure);
        services.TryAddSingleton<IPromptSelector>(provider => Selector(provider, Options.DefaultName, provider.GetRequiredService<IEmotionPredictor>()));
        services.TryAddSingleton<IMusicGenerator>(provider => Generator(provider, Options.DefaultName));
        services.TryAddSingleton(provider => new ImageToMusic(provider.GetRequiredService<IPromptSelector>(), provider.GetRequiredService<IMusicGenerator>()));
        return builder;
    }

    /// <summary>Adds them under a key, with options of their own: other prompts, or another server.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="key">The key of the services, and the name of the options.</param>
    /// <param name="configure">Changes the options; they are validated when the host starts.</param>
    /// <remarks>Takes the <see cref="IEmotionPredictor"/> of the same key where there is one, else the one without a key.</remarks>
    public static IMmvaBuilder AddKeyedPromptGeneration(this IMmvaBuilder builder, string key, Action<PromptGenerationOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var services = AddCommon(builder, key, configure);
        services.TryAddKeyedSingleton<IPromptSelector>(key, (provider, _) =>
            Selector(provider, key, provider.GetKeyedService<IEmotionPredictor>(key) ?? provider.GetRequiredService<IEmotionPredictor>()));
        services.TryAddKeyedSingleton<IMusicGenerator>(key, (provider, _) => Generator(provider, key));
        services.TryAddKeyedSingleton(key, (provider, _) =>
            new ImageToMusic(provider.GetRequiredKeyedService<IPromptSelector>(key), provider.GetRequiredKeyedService<IMusicGenerator>(key)));
        return builder;
    }

    private static IServiceCollection AddCommon(IMmvaBuilder builder, string name, Action<PromptGenerationOptions>? configure)
    {
        var services = builder.AddMedia().Services;
        services.AddOptions<PromptGenerationOptions>(name).Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IValidateOptions<PromptGenerationOptions>, PromptGenerationOptionsValidator>(),
            ServiceDescriptor.Singleton<IValidateOptions<PromptGenerationOptions>, PromptGenerationOptionsCheck>(),
        ]);
        return services;
    }

    private static PromptSelector Selector(IServiceProvider provider, string name, IEmotionPredictor predictor)
    {
        var options = OptionsOf(provider, name);
        var cache = new PromptCatalogueCache(options.Folder, provider.GetService<PrecomputedFolder>(), provider.GetService<ILogger<PromptCatalogueCache>>());
        return new(options.Effective, predictor, cache, options.Diversity, provider.GetService<EmotionalSimilarity>());
    }

    private static IMusicGenerator Generator(IServiceProvider provider, string name)
    {
        var options = OptionsOf(provider, name).Server;
        if (options.Address is null)
            throw new MmvaException($"No server for music generation is set: give {nameof(PromptGenerationOptions)}.{nameof(PromptGenerationOptions.Server)}.{nameof(MusicServerOptions.Address)} in AddPromptGeneration(), or register an {nameof(IMusicGenerator)} of your own.");
        return new MusicServerClient(options, provider.GetRequiredService<IAudioDecoder>(), options.CreateClient?.Invoke(provider), provider.GetService<ILogger<MusicServerClient>>());
    }

    private static PromptGenerationOptions OptionsOf(IServiceProvider provider, string name) => provider.GetRequiredService<IOptionsMonitor<PromptGenerationOptions>>().Get(name);
}
