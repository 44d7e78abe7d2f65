using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mmva.Compact;
using Mmva.Data;
using Mmva.Diagnostics;
using Mmva.Encoders;

namespace Mmva;

/// <summary>Adds the trained default to a host.</summary>
public static class CompactBuilderExtensions
{
    /// <summary>
    /// Uses the three compact towers and the model trained on them, and the decoders of images and audio. Each is loaded when first needed.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// The model is for research use, which is logged when it is loaded. A later call may replace any of the encoders or the model.
    /// After <c>AddKeyedMmva</c>, all of it is registered under that key.
    /// </remarks>
    public static IMmvaBuilder UseCompact(this IMmvaBuilder builder, Action<CompactOptions>? configure = null)
    {
        var name = builder.ServiceKey ?? Microsoft.Extensions.Options.Options.DefaultName;
        builder.AddMedia().AddCompactOptions(name, configure);
        if (builder.ServiceKey is null)
            builder.Services.Replace(ServiceDescriptor.Singleton(provider => new PrecomputedFolder(Options(provider).Folder)));
        return builder
            .UseModel(provider => CompactModel.LoadModel(Options(provider), LoggerOf(provider)))
            .UseImageEncoder(provider => CompactModel.LoadImages(Options(provider)))
            .UseMusicEncoder(provider => CompactModel.LoadMusic(Options(provider)))
            .UseCaptionEncoder(provider => CompactModel.LoadCaptions(Options(provider)));

        CompactOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptionsMonitor<CompactOptions>>().Get(name);
    }

    /// <summary>
    /// Adds an <see cref="IMusicCaptioner"/> that describes music in words, offline (<see cref="CompactCaptioner"/>), and the decoders of images and
    /// audio. The weights are those of <see cref="UseCompact"/>, which need not be called, but may be; they are loaded when first used.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts. <see cref="UseCompact"/> shares them.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>A decoder that returns excerpts is refused when the captioner is resolved: clips would be somewhere else in them.</remarks>
    public static IMmvaBuilder AddCompactCaptioner(this IMmvaBuilder builder, Action<CompactOptions>? configure = null)
    {
        var name = builder.ServiceKey ?? Microsoft.Extensions.Options.Options.DefaultName;
        builder.AddMedia().AddCompactOptions(name, configure);
        builder.Services.TryAdd(ServiceDescriptor.KeyedSingleton<IMusicCaptioner>(builder.ServiceKey, (provider, _) => new CompactCaptioner(
            provider.GetRequiredService<IAudioDecoder>(), provider.GetRequiredService<IOptionsMonitor<CompactOptions>>().Get(name))));
        return builder;
    }

    private static void AddCompactOptions(this IMmvaBuilder builder, string name, Action<CompactOptions>? configure)
    {
        var services = builder.Services;
        services.AddOptions<CompactOptions>(name).Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CompactOptions>, CompactOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDiagnosticSource, OnnxRuntimeDiagnostics>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDiagnosticSource, CompactDiagnostics>());
        services.AddSingleton(new CompactRegistration(name));
    }

    private static ILogger LoggerOf(IServiceProvider provider) =>
        provider.GetService<ILoggerFactory>()?.CreateLogger<CompactModel>() ?? (ILogger)NullLogger.Instance;
}
