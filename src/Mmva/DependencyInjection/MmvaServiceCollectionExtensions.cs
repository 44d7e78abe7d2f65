using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.Diagnostics;

namespace Mmva;

/// <summary>Adds Mmva to a host.</summary>
public static class MmvaServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IEmotionPredictor"/> and <see cref="EmotionalSimilarity"/>. Add the encoders and the model with the builder:
    /// <c>.UseCompact()</c> adds all of them.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The builder that adds encoders, a model and tasks.</returns>
    /// <remarks>Repeated calls register each service once; all configurations apply.</remarks>
    public static IMmvaBuilder AddMmva(this IServiceCollection services, Action<MmvaOptions>? configure = null) => Add(services, null, configure);

    /// <summary>
    /// Adds another <see cref="IEmotionPredictor"/> and <see cref="EmotionalSimilarity"/> under a key: a second model, for example.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="key">
    /// The key of these services and of those that <c>UseModel</c> and <c>Use…Encoder</c> of the returned builder add, and the name of the options.
    /// </param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The builder that adds encoders and a model under the key.</returns>
    /// <remarks>
    /// Independent of <see cref="AddMmva"/>: no encoder and no model is shared. Repeated calls register each service once; all configurations apply.
    /// </remarks>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static IMmvaBuilder AddKeyedMmva(this IServiceCollection services, string key, Action<MmvaOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return Add(services, key, configure);
    }

    // a descriptor with the key null is one without a key
    private static Builder Add(IServiceCollection services, string? key, Action<MmvaOptions>? configure)
    {
        var options = services.AddOptions<MmvaOptions>(key ?? Options.DefaultName).ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MmvaOptions>, MmvaOptionsValidator>());
        services.TryAdd(ServiceDescriptor.KeyedSingleton(key, (provider, _) => CreateSimilarity(provider, key)));
        services.TryAdd(ServiceDescriptor.KeyedSingleton<IEmotionPredictor>(key, (provider, _) => CreatePredictor(provider, key)));
        var registration = new MmvaRegistration(key);
        if (!services.Any(service => registration.Equals(service.IsKeyedService ? null : service.ImplementationInstance)))
            services.AddSingleton(registration);
        return new(services, key);
    }

    private static EmotionalSimilarity CreateSimilarity(IServiceProvider provider, string? key) =>
        new(OptionsOf(provider, key).Sigma ?? Find<MmvaModel>(provider, key)?.Options.Sigma ?? EmotionalSimilarity.ImemnetSigma);

    private static EmotionPredictor CreatePredictor(IServiceProvider provider, string? key) => EmotionPredictor.OnDemand(
        Find<MmvaModel>(provider, key) ?? throw new MmvaException(NoModel(key)),
        () => Find<IModalityEncoder<RgbImage>>(provider, key),
        () => Find<IModalityEncoder<Waveform>>(provider, key),
        () => Find<IModalityEncoder<string>>(provider, key),
        OptionsOf(provider, key).BatchSize,
        provider.GetService<ILogger<EmotionPredictor>>());

    private static string NoModel(string? key) => key is null
        ? "No model is registered: add .UseCompact() or .UseModel(path) after AddMmva()."
        : $"No model is registered under the key '{key}': add .UseModel(path) after AddKeyedMmva(\"{key}\").";

    private static MmvaOptions OptionsOf(IServiceProvider provider, string? key) =>
        provider.GetRequiredService<IOptionsMonitor<MmvaOptions>>().Get(key ?? Options.DefaultName);

    // GetKeyedService would require a container that supports keys
    private static T? Find<T>(IServiceProvider provider, string? key) where T : class =>
        key is null ? provider.GetService<T>() : provider.GetKeyedService<T>(key);

    private sealed class Builder(IServiceCollection services, string? serviceKey) : IMmvaBuilder
    {
        public IServiceCollection Services => services;

        public string? ServiceKey => serviceKey;
    }
}
