using System.Text.RegularExpressions;
using Mmva.PostgreSql;

namespace IndexLibrary;

internal enum StoreKind { File, Sqlite, PostgreSql }

/// <summary>What <c>--store</c> names. It may contain a password, so that no message repeats it.</summary>
internal static partial class StoreAddress
{
    private const string SqlitePrefix = "sqlite:", PostgreSqlPrefix = "postgres:";

    public static StoreKind KindOf(string text) =>
        PostgreSqlAddress.IsUri(text) || text.StartsWith(PostgreSqlPrefix, StringComparison.OrdinalIgnoreCase) ? StoreKind.PostgreSql
        : text.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase) ? StoreKind.Sqlite : StoreKind.File;

    /// <summary>The kind and the path, or the connection string of Npgsql.</summary>
    public static (StoreKind Kind, string Address) Of(string text) => KindOf(text) switch
    {
        StoreKind.PostgreSql when PostgreSqlText(text) is var address =>
            (StoreKind.PostgreSql, PostgreSqlAddress.IsUri(address) ? PostgreSqlAddress.Parse(address).ConnectionString : address),
        StoreKind.Sqlite => (StoreKind.Sqlite, text[SqlitePrefix.Length..]),
        _ => (StoreKind.File, text),
    };

    public static string? ErrorOf(string text)
    {
        if (KindOf(text) == StoreKind.File)
            return Scheme().Match(text) is { Success: true } other ? $"--store takes no {other.Value}; see --help for what it takes."
                : Setting().IsMatch(text) ? "--store: a connection string comes after postgres:, as in postgres:Host=localhost;Database=media."
                : null;
        if (KindOf(text) == StoreKind.Sqlite) return null;
        try
        {
            PostgreSqlAddress.Parse(PostgreSqlText(text));
            return null;
        }
        catch (FormatException e)
        {
            return $"--store {e.Message}";
        }
    }

    private static string PostgreSqlText(string text) => PostgreSqlAddress.IsUri(text) ? text : text[PostgreSqlPrefix.Length..];

    [GeneratedRegex("^[a-z][a-z0-9+.-]*://", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(^|;)\s*(host|server|user(name|\s*id)?|database|password|pwd)\s*=", RegexOptions.IgnoreCase)]
    private static partial Regex Setting();
}
