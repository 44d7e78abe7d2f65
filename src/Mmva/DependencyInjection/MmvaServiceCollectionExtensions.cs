using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>Adds Mmva to a host.</summary>
public static partial class MmvaServiceCollectionExtensions
{
    /// <summary>Adds the emotion predictor. Encoders and heads come from the builder: <c>.UseCompact()</c> brings all of them.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the options; they are validated when the host starts.</param>
    /// <returns>What encoders, heads and tasks are added to.</returns>
    /// <remarks>Calling it twice adds nothing twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddMmva(this IServiceCollection services, Action<MmvaOptions>? configure = null)
    {
        var options = services.AddOptions<MmvaOptions>().ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MmvaOptions>, MmvaOptionsValidator>());
        services.TryAddSingleton(provider => new EmotionalSimilarity(provider.GetRequiredService<IOptions<MmvaOptions>>().Value.Sigma));
        services.TryAddSingleton<IEmotionPredictor>(provider => new EmotionPredictor(
            provider.GetService<MmvaModel>() ?? throw new MmvaException("No heads are there: add .UseCompact() or .UseModel(path) after AddMmva()."),
            provider.GetService<IModalityEncoder<RgbImage>>(), provider.GetService<IModalityEncoder<Waveform>>(), provider.GetService<IModalityEncoder<string>>(),
            provider.GetRequiredService<IOptions<MmvaOptions>>().Value.BatchSize, provider.GetService<ILogger<EmotionPredictor>>()));
        return new Builder(services);
    }

    /// <summary>Takes trained heads from a file, in place of any other.</summary>
    /// <param name="builder">What <see cref="AddMmva"/> returned.</param>
    /// <param name="path">A safetensors file that <see cref="MmvaModel.Save"/> wrote; read when first needed.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static IMmvaBuilder UseModel(this IMmvaBuilder builder, string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        builder.Services.Replace(ServiceDescriptor.Singleton(_ => MmvaModel.Load(path)));
        return builder;
    }

    /// <summary>Takes an encoder of one's own for images, in place of any other. One log line names the license and the source of its weights when it is made.</summary>
    /// <param name="builder">What <see cref="AddMmva"/> returned.</param>
    /// <param name="create">Makes it, once, when it is first needed; the container disposes of it.</param>
    public static IMmvaBuilder UseImageEncoder(this IMmvaBuilder builder, Func<IServiceProvider, IModalityEncoder<RgbImage>> create) => builder.Use(create);

    /// <summary>Takes an encoder of one's own for music, in place of any other. One log line names the license and the source of its weights when it is made.</summary>
    /// <param name="builder">What <see cref="AddMmva"/> returned.</param>
    /// <param name="create">Makes it, once, when it is first needed; the container disposes of it.</param>
    public static IMmvaBuilder UseMusicEncoder(this IMmvaBuilder builder, Func<IServiceProvider, IModalityEncoder<Waveform>> create) => builder.Use(create);

    /// <summary>Takes an encoder of one's own for captions, in place of any other. One log line names the license and the source of its weights when it is made.</summary>
    /// <param name="builder">What <see cref="AddMmva"/> returned.</param>
    /// <param name="create">Makes it, once, when it is first needed; the container disposes of it.</param>
    public static IMmvaBuilder UseCaptionEncoder(this IMmvaBuilder builder, Func<IServiceProvider, IModalityEncoder<string>> create) => builder.Use(create);

    /// <summary>Takes an encoder of one's own for images, in place of any other. One log line names the license and the source of its weights when it is made.</summary>
    /// <param name="builder">What <see cref="AddMmva"/> returned.</param>
    /// <typeparam name="TEncoder">Made by the container, once, when first needed, unless the host has registered it already. A class that serves two modalities is one instance.</typeparam>
    public static IMmvaBuilder UseImageEncoder<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEncoder>(this IMmvaBuilder builder)
        where TEncoder : class, IModalityEncoder<RgbImage> => builder.Use<RgbImage, TEncoder>();

    /// <summary>Takes an encoder of one's own for music, in place of any other. One log line names the license and the source of its weights when it is made.</summary>
    /// <param name="builder">What <see cref="AddMmva"/> returned.</param>
    /// <typeparam name="TEncoder">Made by the container, once, when first needed, unless the host has registered it already. A class that serves two modalities is one instance.</typeparam>
    public static IMmvaBuilder UseMusicEncoder<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEncoder>(this IMmvaBuilder builder)
        where TEncoder : class, IModalityEncoder<Waveform> => builder.Use<Waveform, TEncoder>();

    /// <summary>Takes an encoder of one's own for captions, in place of any other. One log line names the license and the source of its weights when it is made.</summary>
    /// <param name="builder">What <see cref="AddMmva"/> returned.</param>
    /// <typeparam name="TEncoder">Made by the container, once, when first needed, unless the host has registered it already. A class that serves two modalities is one instance.</typeparam>
    public static IMmvaBuilder UseCaptionEncoder<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEncoder>(this IMmvaBuilder builder)
        where TEncoder : class, IModalityEncoder<string> => builder.Use<string, TEncoder>();

    private static IMmvaBuilder Use<TInput, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TEncoder>(this IMmvaBuilder builder)
        where TEncoder : class, IModalityEncoder<TInput>
    {
        builder.Services.TryAddSingleton<TEncoder>();
        return builder.Use<TInput>(provider => provider.GetRequiredService<TEncoder>());
    }

    // the last call wins, so that a host can replace one encoder of a set
    private static IMmvaBuilder Use<TInput>(this IMmvaBuilder builder, Func<IServiceProvider, IModalityEncoder<TInput>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var encoder = create(provider);
            if (provider.GetService<ILoggerFactory>()?.CreateLogger(encoder.GetType()) is { } logger) LogMade(logger, encoder.Metadata.Name, encoder.Metadata.License, encoder.Metadata.Source);
            return encoder;
        }));
        return builder;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Loaded {Name}; license of the weights: {License}; source: {Source}")]
    private static partial void LogMade(ILogger logger, string name, string license, string source);

    private sealed class Builder(IServiceCollection services) : IMmvaBuilder
    {
        public IServiceCollection Services => services;
    }
}
