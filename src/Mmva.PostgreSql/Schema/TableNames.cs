namespace Mmva.PostgreSql;

/// <summary>The names of an index in the database, quoted for SQL.</summary>
internal sealed class TableNames(string schema, string prefix)
{
    /// <summary>The most bytes of a name in PostgreSQL.</summary>
    public const int LongestName = 63;

    /// <summary>What that leaves for the prefix.</summary>
    public const int LongestPrefix = 40;

    public string SchemaName => schema;

    public string Schema => Quoted(schema);

    public string Items => $"{Schema}.{Quoted(prefix + "items")}";

    /// <summary>Ids of writes whose answer may not have arrived.</summary>
    public string Writes => $"{Schema}.{Quoted(prefix + "writes")}";

    public string Versions => $"{Schema}.{Quoted(prefix + "versions")}";

    /// <summary>The index of the places of one modality; it lies in the table's schema.</summary>
    public string PlacesOf(Modality modality) => Quoted($"{prefix}places_{modality.ToString().ToLowerInvariant()}");

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
}
