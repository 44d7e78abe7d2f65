using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.PostgreSql;

namespace Mmva;

/// <summary>Adds the emotion index in PostgreSQL to a host.</summary>
public static class PostgreSqlBuilderExtensions
{
    /// <summary>Keeps the emotion index in PostgreSQL, in place of any other: <c>.AddRetrieval().UsePostgreSqlIndex(…)</c>, in either order.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="connectionString">Server, database and user: see <see cref="PostgreSqlIndexOptions.ConnectionString"/>.</param>
    /// <param name="configure">Changes the other options; all are validated when the host starts.</param>
    /// <remarks>Nothing is connected before the first call. <see cref="PostgreSqlEmotionIndex"/> can be resolved, too. Calling it twice adds nothing twice; both configurations apply.</remarks>
    public static IMmvaBuilder UsePostgreSqlIndex(this IMmvaBuilder builder, string connectionString, Action<PostgreSqlIndexOptions>? configure = null)
    {
        builder.AddOptions(Options.DefaultName, connectionString, configure);
        builder.Services.TryAddSingleton(provider => Create(provider, Options.DefaultName));
        builder.Services.Replace(ServiceDescriptor.Singleton<IEmotionIndex>(provider => provider.GetRequiredService<PostgreSqlEmotionIndex>()));
        return builder;
    }

    /// <summary>Keeps the emotion index of a key in PostgreSQL: <c>.AddKeyedRetrieval(key).UseKeyedPostgreSqlIndex(key, …)</c>, in either order.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="key">The key of the service <see cref="IEmotionIndex"/>, and the name of the options. Two indexes in one database need different schemas or prefixes.</param>
    /// <param name="connectionString">Server, database and user: see <see cref="PostgreSqlIndexOptions.ConnectionString"/>.</param>
    /// <param name="configure">Changes the other options; all are validated when the host starts.</param>
    /// <inheritdoc cref="UsePostgreSqlIndex"/>
    public static IMmvaBuilder UseKeyedPostgreSqlIndex(this IMmvaBuilder builder, string key, string connectionString, Action<PostgreSqlIndexOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        builder.AddOptions(key, connectionString, configure);
        builder.Services.TryAddKeyedSingleton(key, (provider, _) => Create(provider, key));
        builder.Services.Replace(ServiceDescriptor.KeyedSingleton<IEmotionIndex>(key, (provider, _) => provider.GetRequiredKeyedService<PostgreSqlEmotionIndex>(key)));
        return builder;
    }

    private static void AddOptions(this IMmvaBuilder builder, string name, string connectionString, Action<PostgreSqlIndexOptions>? configure)
    {
        var options = builder.Services.AddOptions<PostgreSqlIndexOptions>(name).Configure(options => options.ConnectionString = connectionString).ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlIndexOptions>, PostgreSqlIndexOptionsValidator>());
    }

    // σ of Eq. 1 is said once, in AddMmva
    private static PostgreSqlEmotionIndex Create(IServiceProvider provider, string name) =>
        new(provider.GetRequiredService<IOptionsMonitor<PostgreSqlIndexOptions>>().Get(name), provider.GetService<EmotionalSimilarity>(), provider.GetService<ILogger<PostgreSqlEmotionIndex>>());
}
