using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Mmva.Sqlite;

namespace Mmva;

/// <summary>Adds the emotion index in SQLite to a host.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>Keeps the emotion index in an SQLite file, in place of any other.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="path">The file; made if it is missing.</param>
    /// <param name="configure">Changes the other options; all are validated when the host starts.</param>
    /// <remarks>Nothing is opened before the first call. <see cref="SqliteEmotionIndex"/> can be resolved, too.</remarks>
    public static IMmvaBuilder UseSqliteIndex(this IMmvaBuilder builder, string path, Action<SqliteIndexOptions>? configure = null)
    {
        builder.AddOptions(Options.DefaultName, path, configure);
        builder.Services.TryAddSingleton(provider => Create(provider, Options.DefaultName));
        builder.Services.Replace(ServiceDescriptor.Singleton<IEmotionIndex>(provider => provider.GetRequiredService<SqliteEmotionIndex>()));
        return builder;
    }

    /// <summary>Keeps the emotion index of a keyed retriever in an SQLite file of its own, in place of any other.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="key">The key given to <c>AddKeyedRetrieval</c>.</param>
    /// <param name="path">The file; made if it is missing.</param>
    /// <param name="configure">Changes the other options; all are validated when the host starts.</param>
    public static IMmvaBuilder UseKeyedSqliteIndex(this IMmvaBuilder builder, string key, string path, Action<SqliteIndexOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        builder.AddOptions(key, path, configure);
        builder.Services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, key));
        builder.Services.Replace(ServiceDescriptor.KeyedSingleton<IEmotionIndex>(key, (provider, _) => provider.GetRequiredKeyedService<SqliteEmotionIndex>(key)));
        return builder;
    }

    private static void AddOptions(this IMmvaBuilder builder, string name, string path, Action<SqliteIndexOptions>? configure)
    {
        builder.Services.AddOptions<SqliteIndexOptions>(name).Configure(options => options.Path = path).Configure(configure ?? (_ => { })).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteIndexOptions>, SqliteIndexOptionsValidator>());
    }

    private static SqliteEmotionIndex Create(IServiceProvider provider, string name) =>
        new(provider.GetRequiredService<IOptionsMonitor<SqliteIndexOptions>>().Get(name), provider.GetService<EmotionalSimilarity>());
}
