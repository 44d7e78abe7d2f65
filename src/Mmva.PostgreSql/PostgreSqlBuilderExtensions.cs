using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.PostgreSql;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Adds the emotion index in PostgreSQL to a host.</summary>
public static class PostgreSqlBuilderExtensions
{
    /// <summary>
    /// Stores the emotion index in PostgreSQL, replacing any other index: <c>.AddRetrieval().UsePostgreSqlIndex(…)</c>, in either order.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="connectionString">Server, database and user: see <see cref="PostgreSqlIndexOptions.ConnectionString"/>.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>
    /// No connection is opened before the first call. <see cref="PostgreSqlEmotionIndex"/> can be resolved as well.
    /// May be called twice; both configurations apply.
    /// </remarks>
    public static IMmvaBuilder UsePostgreSqlIndex(
        this IMmvaBuilder builder, string connectionString, Action<PostgreSqlIndexOptions>? configure = null)
    {
        builder.AddOptions(Options.DefaultName, connectionString, configure);
        builder.Services.TryAddSingleton(provider => Create(provider, Options.DefaultName, provider.GetRequiredService<EmotionalSimilarity>()));
        builder.Services.Replace(ServiceDescriptor.Singleton<IEmotionIndex>(provider => provider.GetRequiredService<PostgreSqlEmotionIndex>()));
        return builder;
    }

    /// <summary>
    /// Stores the emotion index with a key in PostgreSQL, replacing any other index with this key:
    /// <c>.AddKeyedRetrieval(key).UseKeyedPostgreSqlIndex(key, …)</c>, in either order.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="key">
    /// The key of <see cref="IEmotionIndex"/>, and the name of the options. Two indexes in one database need different schemas or prefixes.
    /// </param>
    /// <param name="connectionString">Server, database and user: see <see cref="PostgreSqlIndexOptions.ConnectionString"/>.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    /// <remarks>No connection is opened before the first call. May be called twice with one key; both configurations apply.</remarks>
    public static IMmvaBuilder UseKeyedPostgreSqlIndex(
        this IMmvaBuilder builder, string key, string connectionString, Action<PostgreSqlIndexOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        builder.AddOptions(key, connectionString, configure);
        builder.Services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, key, provider.GetKeyedOrDefault<EmotionalSimilarity>(key)));
        builder.Services.Replace(
            ServiceDescriptor.KeyedSingleton<IEmotionIndex>(key, (provider, _) => provider.GetRequiredKeyedService<PostgreSqlEmotionIndex>(key)));
        return builder;
    }

    private static void AddOptions(this IMmvaBuilder builder, string name, string connectionString, Action<PostgreSqlIndexOptions>? configure)
    {
        var options = builder.Services.AddOptions<PostgreSqlIndexOptions>(name)
            .Configure(options => options.ConnectionString = connectionString).ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlIndexOptions>, PostgreSqlIndexOptionsValidator>());
    }

    // σ of Eq. 1 is configured once, in AddMmva
    private static PostgreSqlEmotionIndex Create(IServiceProvider provider, string name, EmotionalSimilarity similarity)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<PostgreSqlIndexOptions>>().Get(name);
        return new(options, similarity, provider.GetService<ILogger<PostgreSqlEmotionIndex>>());
    }
}
