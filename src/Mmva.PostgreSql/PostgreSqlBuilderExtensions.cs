using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mmva.DependencyInjection;
using Mmva.Emotion;
using Mmva.Tasks.Retrieval;

namespace Mmva.PostgreSql;

/// <summary>Adds the emotion index in PostgreSQL to a host.</summary>
public static class PostgreSqlBuilderExtensions
{
    /// <summary>Keeps the emotion index in PostgreSQL, in place of any other.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="connectionString">Server, database and user: see <see cref="PostgreSqlIndexOptions.ConnectionString"/>.</param>
    /// <param name="configure">Changes the other options; all are validated when the host starts.</param>
    /// <remarks>Nothing is connected before the first call. <see cref="PostgreSqlEmotionIndex"/> can be resolved, too.</remarks>
    public static IMmvaBuilder UsePostgreSqlIndex(this IMmvaBuilder builder, string connectionString, Action<PostgreSqlIndexOptions>? configure = null)
    {
        builder.Services.AddOptions<PostgreSqlIndexOptions>().Configure(options => options.ConnectionString = connectionString).Configure(configure ?? (_ => { })).ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlIndexOptions>, PostgreSqlIndexOptionsValidator>());
        builder.Services.TryAddSingleton(provider => new PostgreSqlEmotionIndex(
            provider.GetRequiredService<IOptions<PostgreSqlIndexOptions>>().Value, provider.GetService<EmotionalSimilarity>(), provider.GetService<ILogger<PostgreSqlEmotionIndex>>()));
        builder.Services.Replace(ServiceDescriptor.Singleton<IEmotionIndex>(provider => provider.GetRequiredService<PostgreSqlEmotionIndex>()));
        return builder;
    }
}
