using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.Diagnostics;

namespace Mmva;

/// <summary>Adds a cache of features to a host.</summary>
public static class FeatureCacheBuilderExtensions
{
    /// <summary>The limit of the cache of <see cref="UseFeatureCache"/>: 512 MiB, a quarter of a million pieces of music.</summary>
    public const long DefaultMaxBytes = 512L << 20;

    /// <summary>
    /// Keeps the features of the music files that the host's <see cref="IAudioDecoder"/> decodes, so that no program that uses the same folder
    /// listens to them again. Call it after the music encoder and the decoders are registered, by <c>UseCompact</c> for example.
    /// </summary>
    /// <remarks>
    /// Features are found by the bytes of the file, by <see cref="IAudioDecoder.Fingerprint"/> and by the encoder's fingerprint, wherever the file
    /// lies now. Programs may use the folder at once; damaged entries are computed again. It may be deleted at any time.
    /// If it cannot be written, the host works without it, and logs a warning.
    /// </remarks>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">
    /// Configures the folder, <see cref="FeatureCacheOptions.UserFolder"/> by default here, and its limit, by default
    /// <see cref="DefaultMaxBytes"/>; validated when the host starts.
    /// </param>
    /// <returns>The same builder, for chaining. A second call only adds to the configuration.</returns>
    /// <exception cref="InvalidOperationException">No music encoder or no audio decoder is registered.</exception>
    public static IMmvaBuilder UseFeatureCache(this IMmvaBuilder builder, Action<FeatureCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, key) = (builder.Services, builder.ServiceKey);
        var encoder = Last(services, typeof(IModalityEncoder<Waveform>), key);
        var decoder = Last(services, typeof(IAudioDecoder), null);
        services.AddOptions<FeatureCacheOptions>()
            .Configure(options =>
            {
                options.Folder = FeatureCacheOptions.UserFolder;
                options.MaxBytes = DefaultMaxBytes;
            })
            .Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FeatureCacheOptions>, FeatureCacheOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDiagnosticSource, FeatureCacheDiagnostics>());
        if (services.Any(service => service.ServiceType == typeof(MusicFeatures) && Equals(service.ServiceKey, key))) return builder;
        services.Add(ServiceDescriptor.KeyedSingleton(key, (provider, _) => new MusicFeatures(
            provider.GetRequiredService<IOptions<FeatureCacheOptions>>().Value, () => (IModalityEncoder<Waveform>)Create(provider, encoder),
            (IAudioDecoder)Create(provider, decoder), provider.GetService<ILoggerFactory>()?.CreateLogger<MusicFeatures>())));
        services.Replace(ServiceDescriptor.KeyedSingleton(key, (provider, _) => FeaturesOf(provider).Encoder));
        services.Replace(ServiceDescriptor.Singleton(provider => FeaturesOf(provider).Decoder));
        return builder;

        MusicFeatures FeaturesOf(IServiceProvider provider) =>
            key is null ? provider.GetRequiredService<MusicFeatures>() : provider.GetRequiredKeyedService<MusicFeatures>(key);
    }

    private static ServiceDescriptor Last(IServiceCollection services, Type type, string? key) =>
        services.LastOrDefault(service => service.ServiceType == type && Equals(service.ServiceKey, key))
        ?? throw new InvalidOperationException(
            $"UseFeatureCache needs a registered {type.Name}: call it after UseCompact, or after UseMusicEncoder and AddMedia.");

    private static object Create(IServiceProvider provider, ServiceDescriptor service) => service switch
    {
        { IsKeyedService: true, KeyedImplementationFactory: { } create } => create(provider, service.ServiceKey),
        { IsKeyedService: true, KeyedImplementationInstance: { } instance } => instance,
        { IsKeyedService: false, ImplementationFactory: { } create } => create(provider),
        { IsKeyedService: false, ImplementationInstance: { } instance } => instance,
        _ => ActivatorUtilities.CreateInstance(
            provider, (service.IsKeyedService ? service.KeyedImplementationType : service.ImplementationType)!),
    };
}
