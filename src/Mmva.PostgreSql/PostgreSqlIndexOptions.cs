namespace Mmva.PostgreSql;

/// <summary>Where an emotion index lies in PostgreSQL.</summary>
public sealed class PostgreSqlIndexOptions
{
    /// <summary>The default of <see cref="Schema"/>.</summary>
    public const string DefaultSchema = "mmva";

    /// <summary>The default of <see cref="TablePrefix"/>.</summary>
    public const string DefaultTablePrefix = "emotion_";

    /// <summary>The default of <see cref="MaxRetries"/>: about a quarter of a minute in all.</summary>
    public const int DefaultMaxRetries = 10;

    /// <summary>Server, database and user, as Npgsql takes them: <c>Host=db.example;Database=media;Username=mmva</c>. The password may come from PGPASSWORD or a .pgpass file instead.</summary>
    /// <value>There is no default.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>The schema of the tables; made if it is missing.</summary>
    /// <value>The default is <c>mmva</c>.</value>
    public string Schema { get; set; } = DefaultSchema;

    /// <summary>What the names of the tables begin with: indexes of other prefixes live beside each other in one schema.</summary>
    /// <value>The default is <c>emotion_</c>.</value>
    public string TablePrefix { get; set; } = DefaultTablePrefix;

    /// <summary>How often a call is tried again after a lost connection, while the server starts, or after a deadlock; waits grow from 0.1 to 2 seconds. 0 for never.</summary>
    /// <value>The default is 10.</value>
    public int MaxRetries { get; set; } = DefaultMaxRetries;
}
