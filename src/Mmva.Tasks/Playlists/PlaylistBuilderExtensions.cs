using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds playlists to a host.</summary>
public static partial class TasksBuilderExtensions
{
    /// <summary>Adds <see cref="IPlaylistMaker"/>, which uses the <see cref="IEmotionIndex"/> of the host; adds retrieval, too.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>May be called twice; both configurations apply.</remarks>
    public static IMmvaBuilder AddPlaylists(this IMmvaBuilder builder, Action<PlaylistOptions>? configure = null)
    {
        builder.AddRetrieval().AddOptions(Options.DefaultName, configure);
        builder.Services.TryAddSingleton<IPlaylistMaker>(provider =>
            new PlaylistMaker(provider.GetRequiredService<IEmotionIndex>(), PlaylistOptionsOf(provider, Options.DefaultName)));
        return builder;
    }

    /// <summary>Adds another maker of playlists under a key, for a second library or with other options.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="key">The key of the service, and the name of the options.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// Uses the <see cref="IEmotionIndex"/> with the same key, or the one without a key if there is none. May be called twice with one key; both
    /// configurations apply.
    /// </remarks>
    public static IMmvaBuilder AddKeyedPlaylists(this IMmvaBuilder builder, string key, Action<PlaylistOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        builder.AddRetrieval().AddOptions(key, configure);
        builder.Services.TryAddKeyedSingleton<IPlaylistMaker>(
            key, (provider, _) => new PlaylistMaker(provider.GetKeyedOrDefault<IEmotionIndex>(key), PlaylistOptionsOf(provider, key)));
        return builder;
    }

    private static void AddOptions(this IMmvaBuilder builder, string name, Action<PlaylistOptions>? configure)
    {
        var options = builder.Services.AddOptions<PlaylistOptions>(name).ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PlaylistOptions>, PlaylistOptionsValidator>());
    }

    private static PlaylistOptions PlaylistOptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<PlaylistOptions>>().Get(name);
}
