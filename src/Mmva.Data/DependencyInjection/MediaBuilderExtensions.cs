using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.Diagnostics;

namespace Mmva;

/// <summary>Adds the decoders of images, audio and video to a host.</summary>
public static class MediaBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="IImageDecoder"/>, <see cref="IAudioDecoder"/> and <see cref="MediaDecoder"/>, unless the host has its own. <c>UseCompact</c>
    /// does so too.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configureImages">Configures the limits and conventions of images; validated when the host starts.</param>
    /// <param name="configureAudio">Configures the limits of audio and the path of ffmpeg; validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>A second call registers nothing twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddMedia(
        this IMmvaBuilder builder, Action<ImageDecoderOptions>? configureImages = null, Action<AudioDecoderOptions>? configureAudio = null)
    {
        var services = builder.Services;
        services.AddOptions<ImageDecoderOptions>().Configure(configureImages ?? (_ => { })).ValidateOnStart();
        services.AddOptions<AudioDecoderOptions>().Configure(configureAudio ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ImageDecoderOptions>, ImageDecoderOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AudioDecoderOptions>, AudioDecoderOptionsValidator>());
        services.TryAddSingleton<IImageDecoder>(provider => new SkiaImageDecoder(
            provider.GetRequiredService<IOptions<ImageDecoderOptions>>().Value, provider.GetServices<IImageReader>()));
        services.TryAddSingleton<IAudioDecoder>(provider => new AudioDecoder(provider.GetRequiredService<IOptions<AudioDecoderOptions>>().Value));
        services.TryAddSingleton(
            provider => new MediaDecoder(provider.GetRequiredService<IImageDecoder>(), provider.GetRequiredService<IAudioDecoder>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDiagnosticSource, MediaDiagnostics>());
        return builder;
    }

    /// <summary>Adds <see cref="IVideoReader"/> and <see cref="VideoCutter"/>, unless the host has its own.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the limits of videos and the paths of ffmpeg and ffprobe; validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>A second call registers nothing twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddVideo(this IMmvaBuilder builder, Action<VideoReaderOptions>? configure = null)
    {
        var services = builder.Services;
        services.AddOptions<VideoReaderOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VideoReaderOptions>, VideoReaderOptionsValidator>());
        services.TryAddSingleton<IVideoReader>(provider => new VideoReader(provider.GetRequiredService<IOptions<VideoReaderOptions>>().Value));
        services.TryAddSingleton(
            provider => new VideoCutter(
                provider.GetRequiredService<IVideoReader>(), provider.GetRequiredService<IOptions<VideoReaderOptions>>().Value));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDiagnosticSource, MediaDiagnostics>());
        return builder;
    }
}
