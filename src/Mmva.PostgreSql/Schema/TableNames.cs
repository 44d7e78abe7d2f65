namespace Mmva.PostgreSql;

/// <summary>The names of an index in the database, quoted for SQL.</summary>
internal sealed class TableNames(string schema, string prefix)
{
    /// <summary>The most bytes of a name in PostgreSQL.</summary>
    public const int LongestName = 63;

    /// <summary>The most bytes of the prefix, which leaves room for the rest of a name.</summary>
    public const int LongestPrefix = 40;

    public string SchemaName => schema;

    public string Schema => Quoted(schema);

    public string Items => $"{Schema}.{Quoted(prefix + "items")}";

    /// <summary>The ids of writes whose answer may not have arrived.</summary>
    public string Writes => $"{Schema}.{Quoted(prefix + "writes")}";

    public string Versions => $"{Schema}.{Quoted(prefix + "versions")}";

    /// <summary>The GiST index of the points of one modality, in the schema of the table.</summary>
    public string TreeOf(Modality modality) => Quoted($"{prefix}places_{modality.ToString().ToLowerInvariant()}");

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
}
