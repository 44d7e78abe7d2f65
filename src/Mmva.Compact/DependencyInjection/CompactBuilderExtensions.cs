using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Mmva.Compact;

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
    /// </remarks>
    public static IMmvaBuilder UseCompact(this IMmvaBuilder builder, Action<CompactOptions>? configure = null)
    {
        builder.AddMedia();
        builder.Services.AddOptions<CompactOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CompactOptions>, CompactOptionsValidator>());
        builder.Services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var logger = provider.GetService<ILoggerFactory>()?.CreateLogger<CompactModel>();
            return CompactModel.LoadModel(Options(provider), logger ?? NullLogger<CompactModel>.Instance);
        }));
        builder.Services.Replace(ServiceDescriptor.Singleton(provider => new PrecomputedFolder(Options(provider).Folder)));
        return builder
            .UseImageEncoder(provider => CompactModel.LoadImages(Options(provider)))
            .UseMusicEncoder(provider => CompactModel.LoadMusic(Options(provider)))
            .UseCaptionEncoder(provider => CompactModel.LoadCaptions(Options(provider)));
    }

    private static CompactOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<CompactOptions>>().Value;
}
