using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Data;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds soundtracks to a host.</summary>
public static partial class TasksBuilderExtensions
{
    /// <summary>
    /// Adds <see cref="ISoundtrackPlanner"/>, <see cref="SoundtrackMedia"/>, which reads pictures, music and shots for it, and
    /// <see cref="SoundtrackVideoWriter"/>, unless the host has its own.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>May be called twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddSoundtracks(this IMmvaBuilder builder, Action<SoundtrackOptions>? configure = null)
    {
        builder.AddMedia().AddVideo();
        builder.Services.AddOptions<SoundtrackOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SoundtrackOptions>, SoundtrackOptionsValidator>());
        builder.Services.TryAddSingleton<ISoundtrackPlanner>(provider => new SoundtrackPlanner(
            provider.GetRequiredService<EmotionalSimilarity>(), provider.GetRequiredService<IOptions<SoundtrackOptions>>().Value));
        builder.Services.TryAddSingleton(provider => new SoundtrackMedia(
            provider.GetRequiredService<IEmotionPredictor>(), provider.GetRequiredService<IImageDecoder>(),
            provider.GetRequiredService<IAudioDecoder>(), provider.GetRequiredService<IVideoReader>(),
            provider.GetRequiredService<IOptions<AudioDecoderOptions>>().Value));
        builder.Services.TryAddSingleton(provider => new SoundtrackVideoWriter(
            provider.GetRequiredService<IImageDecoder>(), provider.GetRequiredService<IOptions<VideoReaderOptions>>().Value));
        return builder;
    }
}
