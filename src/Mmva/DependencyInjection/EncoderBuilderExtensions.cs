using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Mmva;

/// <summary>
/// Sets the encoders of a host. Each call replaces the encoder of its modality and logs the license and source of the weights on creation.
/// </summary>
public static partial class MmvaBuilderExtensions
{
    /// <summary>Uses a custom image encoder.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="create">Creates the encoder once, when it is first needed; the container disposes of it.</param>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseImageEncoder(this IMmvaBuilder builder, Func<IServiceProvider, IModalityEncoder<RgbImage>> create) =>
        builder.Use(create);

    /// <summary>Uses a custom music encoder.</summary>
    /// <inheritdoc cref="UseImageEncoder(IMmvaBuilder, Func{IServiceProvider, IModalityEncoder{RgbImage}})"/>
    public static IMmvaBuilder UseMusicEncoder(this IMmvaBuilder builder, Func<IServiceProvider, IModalityEncoder<Waveform>> create) =>
        builder.Use(create);

    /// <summary>Uses a custom caption encoder.</summary>
    /// <inheritdoc cref="UseImageEncoder(IMmvaBuilder, Func{IServiceProvider, IModalityEncoder{RgbImage}})"/>
    public static IMmvaBuilder UseCaptionEncoder(this IMmvaBuilder builder, Func<IServiceProvider, IModalityEncoder<string>> create) =>
        builder.Use(create);

    /// <summary>Uses a custom image encoder.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <typeparam name="TEncoder">
    /// The encoder, which the container creates once, when it is first needed, unless the host has registered it.
    /// A class that serves two modalities is one instance.
    /// </typeparam>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseImageEncoder<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEncoder>(
        this IMmvaBuilder builder) where TEncoder : class, IModalityEncoder<RgbImage> => builder.Use<RgbImage, TEncoder>();

    /// <summary>Uses a custom music encoder.</summary>
    /// <inheritdoc cref="UseImageEncoder{TEncoder}(IMmvaBuilder)"/>
    public static IMmvaBuilder UseMusicEncoder<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEncoder>(
        this IMmvaBuilder builder) where TEncoder : class, IModalityEncoder<Waveform> => builder.Use<Waveform, TEncoder>();

    /// <summary>Uses a custom caption encoder.</summary>
    /// <inheritdoc cref="UseImageEncoder{TEncoder}(IMmvaBuilder)"/>
    public static IMmvaBuilder UseCaptionEncoder<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEncoder>(
        this IMmvaBuilder builder) where TEncoder : class, IModalityEncoder<string> => builder.Use<string, TEncoder>();

    private static IMmvaBuilder Use<TInput, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEncoder>(
        this IMmvaBuilder builder) where TEncoder : class, IModalityEncoder<TInput>
    {
        var key = builder.ServiceKey;
        builder.Services.TryAdd(ServiceDescriptor.KeyedSingleton<TEncoder, TEncoder>(key));
        return builder.Use<TInput>(provider =>
            key is null ? provider.GetRequiredService<TEncoder>() : provider.GetRequiredKeyedService<TEncoder>(key));
    }

    // the last call wins, so that a host can replace one encoder of a set
    private static IMmvaBuilder Use<TInput>(this IMmvaBuilder builder, Func<IServiceProvider, IModalityEncoder<TInput>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.Replace(ServiceDescriptor.KeyedSingleton(builder.ServiceKey, (provider, _) =>
        {
            var encoder = create(provider);
            if (provider.GetService<ILoggerFactory>()?.CreateLogger(encoder.GetType()) is { } logger)
                LogCreated(logger, encoder.Metadata.Name, encoder.Metadata.License, encoder.Metadata.Source);
            return encoder;
        }));
        return builder;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Loaded {Name}; license of the weights: {License}; source: {Source}")]
    private static partial void LogCreated(ILogger logger, string name, string license, string source);
}
