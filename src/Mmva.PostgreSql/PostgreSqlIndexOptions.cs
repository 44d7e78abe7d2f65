using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.PostgreSql;

/// <summary>Settings of an emotion index in PostgreSQL.</summary>
public sealed class PostgreSqlIndexOptions
{
    /// <summary>The default of <see cref="Schema"/>.</summary>
    public const string DefaultSchema = "mmva";

    /// <summary>The default of <see cref="TablePrefix"/>.</summary>
    public const string DefaultTablePrefix = "emotion_";

    /// <summary>The default of <see cref="MaxRetries"/>, which wait about 15 seconds in total.</summary>
    public const int DefaultMaxRetries = 10;

    /// <summary>
    /// Server, database and user in the format of Npgsql, <c>Host=db.example;Database=media;Username=mmva</c>, or as a URI,
    /// <c>postgresql://mmva@db.example/media</c>. The password may come from PGPASSWORD or a .pgpass file instead; no message contains it.
    /// </summary>
    /// <value>There is no default.</value>
    [ConnectionString]
    public string ConnectionString { get; set; } = "";

    /// <summary>The schema of the tables; created if it is missing.</summary>
    /// <value>The default is <c>mmva</c>.</value>
    [Required, DatabaseName(TableNames.LongestName)]
    public string Schema { get; set; } = DefaultSchema;

    /// <summary>The prefix of the table names: indexes with different prefixes can share a schema.</summary>
    /// <value>The default is <c>emotion_</c>.</value>
    [Required, DatabaseName(TableNames.LongestPrefix)]
    public string TablePrefix { get; set; } = DefaultTablePrefix;

    /// <summary>
    /// How often a call is retried after a lost connection, while the server starts, or after a deadlock, up to 1000; the waits grow from 0.1 to 2
    /// seconds.
    /// 0 for never.
    /// </summary>
    /// <value>The default is 10.</value>
    [Range(0, 1000)]
    public int MaxRetries { get; set; } = DefaultMaxRetries;
}

[OptionsValidator]
internal sealed partial class PostgreSqlIndexOptionsValidator : IValidateOptions<PostgreSqlIndexOptions>;
