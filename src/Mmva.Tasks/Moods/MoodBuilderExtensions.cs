using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Data;

namespace Mmva;

/// <summary>Adds names for the emotion plane to a host.</summary>
public static partial class TasksBuilderExtensions
{
    /// <summary>Adds <see cref="MoodVocabulary"/>, the default one or that of a file, and <see cref="IMoodTagWriter"/>.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>May be called twice; both configurations apply. What the host has registered itself is kept.</remarks>
    public static IMmvaBuilder AddMoods(this IMmvaBuilder builder, Action<MoodOptions>? configure = null)
    {
        var options = builder.Services.AddOptions<MoodOptions>().ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MoodOptions>, MoodOptionsValidator>());
        builder.Services.TryAddSingleton(provider => provider.GetRequiredService<IOptions<MoodOptions>>().Value.VocabularyFile is { } file
            ? MoodVocabulary.Load(file) : MoodVocabulary.Default);
        builder.Services.TryAddSingleton<IMoodTagWriter>(provider =>
            new MoodTagWriter(provider.GetService<IOptions<AudioDecoderOptions>>()?.Value));
        return builder;
    }
}
