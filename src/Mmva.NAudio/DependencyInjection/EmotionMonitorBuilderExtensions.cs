using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.NAudio;

namespace Mmva;

/// <summary>Adds monitors of playback and recording to a host.</summary>
public static class EmotionMonitorBuilderExtensions
{
    /// <summary>Adds <see cref="EmotionMonitorFactory"/>, which creates monitors for the audio of NAudio.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>A second call registers nothing twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddEmotionMonitor(this IMmvaBuilder builder, Action<EmotionMonitorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, key) = (builder.Services, builder.ServiceKey);
        var name = key ?? Microsoft.Extensions.Options.Options.DefaultName;
        services.AddOptions<EmotionMonitorOptions>(name).Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmotionMonitorOptions>, EmotionMonitorOptionsValidator>());
        services.TryAdd(ServiceDescriptor.KeyedSingleton(key, (provider, _) => new EmotionMonitorFactory(
            key is null ? provider.GetRequiredService<IEmotionPredictor>() : provider.GetRequiredKeyedService<IEmotionPredictor>(key),
            provider.GetRequiredService<IOptionsMonitor<EmotionMonitorOptions>>().Get(name),
            provider.GetService<ILogger<EmotionMonitor>>())));
        return builder;
    }
}
