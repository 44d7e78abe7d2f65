using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Data;

namespace Mmva;

/// <summary>Adds the decoders of pictures and sound to a host.</summary>
public static class MediaServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IImageDecoder"/> and <see cref="IAudioDecoder"/>, unless the host has its own.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configureImages">Changes the limits and conventions of pictures; validated when the host starts.</param>
    /// <param name="configureAudio">Changes the limits of sound and the path of ffmpeg; validated when the host starts.</param>
    /// <remarks>Calling it twice adds nothing twice; both configurations apply.</remarks>
    public static IServiceCollection AddMmvaMedia(
        this IServiceCollection services, Action<ImageDecoderOptions>? configureImages = null, Action<AudioDecoderOptions>? configureAudio = null)
    {
        services.AddOptions<ImageDecoderOptions>().Configure(configureImages ?? (_ => { })).ValidateOnStart();
        services.AddOptions<AudioDecoderOptions>().Configure(configureAudio ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ImageDecoderOptions>, ImageDecoderOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AudioDecoderOptions>, AudioDecoderOptionsValidator>());
        services.TryAddSingleton<IImageDecoder>(provider => new SkiaImageDecoder(provider.GetRequiredService<IOptions<ImageDecoderOptions>>().Value));
        services.TryAddSingleton<IAudioDecoder>(provider => new AudioDecoder(provider.GetRequiredService<IOptions<AudioDecoderOptions>>().Value));
        return services;
    }

    /// <summary>Adds <see cref="IVideoReader"/> and <see cref="VideoCutter"/>, unless the host has its own.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Changes the limits of videos and the paths of ffmpeg and ffprobe; validated when the host starts.</param>
    /// <remarks>Calling it twice adds nothing twice; both configurations apply.</remarks>
    public static IServiceCollection AddMmvaVideo(this IServiceCollection services, Action<VideoReaderOptions>? configure = null)
    {
        services.AddOptions<VideoReaderOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VideoReaderOptions>, VideoReaderOptionsValidator>());
        services.TryAddSingleton<IVideoReader>(provider => new VideoReader(provider.GetRequiredService<IOptions<VideoReaderOptions>>().Value));
        services.TryAddSingleton(provider => new VideoCutter(provider.GetRequiredService<IVideoReader>(), provider.GetRequiredService<IOptions<VideoReaderOptions>>().Value));
        return services;
    }
}
