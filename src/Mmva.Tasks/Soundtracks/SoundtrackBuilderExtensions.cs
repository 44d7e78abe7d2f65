using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds soundtracks to a host.</summary>
public static partial class TasksBuilderExtensions
{
    /// <summary>Adds <see cref="ISoundtrackPlanner"/>, unless the host has its own.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>May be called twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddSoundtracks(this IMmvaBuilder builder, Action<SoundtrackOptions>? configure = null)
    {
        builder.Services.AddOptions<SoundtrackOptions>().Configure(configure ?? (_ => { })).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SoundtrackOptions>, SoundtrackOptionsValidator>());
        builder.Services.TryAddSingleton<ISoundtrackPlanner>(provider => new SoundtrackPlanner(
            provider.GetRequiredService<EmotionalSimilarity>(), provider.GetRequiredService<IOptions<SoundtrackOptions>>().Value));
        return builder;
    }
}
