using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Sqlite;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds the emotion index in SQLite to a host.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>Stores the emotion index in an SQLite file, replacing any other index.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="path">The file; created if it is missing.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// Nothing is opened before the first call. <see cref="SqliteEmotionIndex"/> can be resolved as well. May be called twice; both configurations
    /// apply.
    /// </remarks>
    public static IMmvaBuilder UseSqliteIndex(this IMmvaBuilder builder, string path, Action<SqliteIndexOptions>? configure = null)
    {
        builder.AddOptions(Options.DefaultName, path, configure);
        builder.Services.TryAddSingleton(provider => Create(provider, Options.DefaultName, provider.GetRequiredService<EmotionalSimilarity>()));
        builder.Services.Replace(ServiceDescriptor.Singleton<IEmotionIndex>(provider => provider.GetRequiredService<SqliteEmotionIndex>()));
        return builder;
    }

    /// <summary>Stores the emotion index of a keyed retriever in its own SQLite file, replacing any other index with this key.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="key">The key passed to <c>AddKeyedRetrieval</c>, which is also the name of the options.</param>
    /// <param name="path">The file; created if it is missing.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>May be called twice with one key; both configurations apply.</remarks>
    public static IMmvaBuilder UseKeyedSqliteIndex(this IMmvaBuilder builder, string key, string path, Action<SqliteIndexOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        builder.AddOptions(key, path, configure);
        builder.Services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, key, provider.GetKeyedOrDefault<EmotionalSimilarity>(key)));
        builder.Services.Replace(
            ServiceDescriptor.KeyedSingleton<IEmotionIndex>(key, (provider, _) => provider.GetRequiredKeyedService<SqliteEmotionIndex>(key)));
        return builder;
    }

    private static void AddOptions(this IMmvaBuilder builder, string name, string path, Action<SqliteIndexOptions>? configure)
    {
        var options = builder.Services.AddOptions<SqliteIndexOptions>(name).Configure(options => options.Path = path).ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteIndexOptions>, SqliteIndexOptionsValidator>());
    }

    // σ of Eq. 1 is configured once, in AddMmva
    private static SqliteEmotionIndex Create(IServiceProvider provider, string name, EmotionalSimilarity similarity) =>
        new(provider.GetRequiredService<IOptionsMonitor<SqliteIndexOptions>>().Get(name), similarity);
}
