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
    /// <summary>Takes the three compact towers and their heads, and the decoders of pictures and sound. Each is loaded when first needed.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="configure">Changes the options; they are validated when the host starts.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>The heads are for research use; one log line says so when they are loaded. A call after this one may replace any of the encoders or the heads.</remarks>
    public static IMmvaBuilder UseCompact(this IMmvaBuilder builder, Action<CompactOptions>? configure = null)
    {
        builder.AddMedia();
        builder.Services.AddOptions<CompactOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CompactOptions>, CompactOptionsValidator>());
        builder.Services.Replace(ServiceDescriptor.Singleton(provider =>
            CompactModel.LoadHeads(Options(provider), provider.GetService<ILoggerFactory>()?.CreateLogger<CompactModel>() ?? NullLogger<CompactModel>.Instance)));
        builder.Services.Replace(ServiceDescriptor.Singleton(provider => new PrecomputedFolder(Options(provider).Folder)));
        return builder
            .UseImageEncoder(provider => CompactModel.LoadImages(Options(provider)))
            .UseMusicEncoder(provider => CompactModel.LoadMusic(Options(provider)))
            .UseCaptionEncoder(provider => CompactModel.LoadCaptions(Options(provider)));
    }

    private static CompactOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<CompactOptions>>().Value;
}
