using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Mmva.Encoders;

namespace Mmva;

/// <summary>Uses captioners of music.</summary>
public static partial class EncodersBuilderExtensions
{
    /// <summary>
    /// Uses LP-MusicCaps as <see cref="IAudioCaptioner"/>, in place of any other. It is loaded when first needed; one log line then contains its
    /// license (its authors differ about commercial use) and source.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="folder">A published checkpoint and the tokenizer of bart-base; see <see cref="LpMusicCapsCaptioner.Load"/>.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseLpMusicCaps(this IMmvaBuilder builder, string folder, Action<LpMusicCapsOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var options = builder.AddEncoderOptions(new LpMusicCapsOptionsValidator(), configure);
        builder.Services.Replace(ServiceDescriptor.KeyedSingleton<IAudioCaptioner>(builder.ServiceKey, (services, _) =>
        {
            var captioner = LpMusicCapsCaptioner.Load(folder, options(services));
            if (services.GetService<ILoggerFactory>()?.CreateLogger(typeof(LpMusicCapsCaptioner).FullName!) is { } logger)
                LogLoaded(logger, "LP-MusicCaps", captioner.License, captioner.Source);
            return captioner;
        }));
        return builder;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Loaded {Name}; license of the weights: {License}; source: {Source}")]
    private static partial void LogLoaded(ILogger logger, string name, string license, string source);
}
