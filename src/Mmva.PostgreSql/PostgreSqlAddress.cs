using Npgsql;

namespace Mmva.PostgreSql;

/// <summary>Reads a connection string, or the URI of libpq: <c>postgresql://user:password@host:port/database?sslmode=require</c>.</summary>
/// <remarks>It may contain a password, so that no message repeats any part of it but the names of parameters.</remarks>
internal static class PostgreSqlAddress
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    // the parameters of libpq that Npgsql calls by another name; all others are tried as they are
    private static readonly Dictionary<string, string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["dbname"] = "Database", ["user"] = "Username", ["sslmode"] = "SSL Mode", ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout", ["sslcert"] = "SSL Certificate", ["sslkey"] = "SSL Key", ["sslrootcert"] = "Root Certificate",
        ["sslpassword"] = "SSL Password", ["client_encoding"] = "Client Encoding", ["channel_binding"] = "Channel Binding",
        ["search_path"] = "Search Path",
    };

    public static bool IsUri(string text) => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FormatException">It is neither; the message goes on after the name of the option or argument.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string? text)
    {
        if (text is not null && IsUri(text)) return ParseUri(text);
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            if (!string.IsNullOrEmpty(builder.Host)) return builder;
        }
        catch (Exception e) when (IsRefusal(e)) { }
        throw new FormatException(
            "is not a connection string of Npgsql with a host; an example is Host=localhost;Database=media;Username=mmva.");
    }

    private static NpgsqlConnectionStringBuilder ParseUri(string uri)
    {
        var rest = uri[(uri.IndexOf("://", StringComparison.Ordinal) + 3)..];
        // behind the last @: passwords are often not escaped
        var at = rest.LastIndexOf('@');
        var (user, place) = at < 0 ? ("", rest) : (rest[..at], rest[(at + 1)..]);
        var (address, parameters) = Cut(place, '?');
        var (server, database) = Cut(address, '/');
        var builder = new NpgsqlConnectionStringBuilder();
        var (name, password) = Cut(user, ':');
        try
        {
            if (name.Length > 0) builder.Username = Uri.UnescapeDataString(name);
            if (password.Length > 0) builder.Password = Uri.UnescapeDataString(password);
            if (database.Length > 0) builder.Database = Uri.UnescapeDataString(database);
            SetServer(builder, server);
        }
        catch (ArgumentException)
        {
            throw new FormatException("is a URI whose user, password, host or database contains a character that Npgsql does not accept.");
        }
        foreach (var parameter in parameters.Split('&', StringSplitOptions.RemoveEmptyEntries)) Set(builder, Cut(parameter, '='));
        return string.IsNullOrEmpty(builder.Host)
            ? throw new FormatException("is a URI without a host; an example is postgresql://mmva@localhost/media.") : builder;
    }

    private static void SetServer(NpgsqlConnectionStringBuilder builder, string server)
    {
        if (server.Contains(',')) throw new FormatException("is a URI with several hosts; name one.");
        // an IPv6 address is in brackets
        var colon = server.IndexOf(':', Math.Max(0, server.IndexOf(']')));
        var (host, port) = colon < 0 ? (server, "") : (server[..colon], server[(colon + 1)..]);
        if (host.Length > 0) builder.Host = Uri.UnescapeDataString(host.Trim('[', ']'));
        if (port.Length == 0) return;
        builder.Port = ushort.TryParse(port, out var number) && number > 0
            ? number : throw new FormatException(
                "is a URI whose port is not a number from 1 to 65535; in a password, : / @ are written %3A %2F %40.");
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, (string Name, string Value) parameter)
    {
        var (name, value) = (Uri.UnescapeDataString(parameter.Name), Uri.UnescapeDataString(parameter.Value));
        try
        {
            var isMode = name.Equals("sslmode", StringComparison.OrdinalIgnoreCase);
            builder[Keywords.GetValueOrDefault(name, name)] = isMode ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            // a password that is not escaped may look like a parameter
            var which = name.All(c => char.IsAsciiLetter(c) || c is '_' or ' ') ? $" '{name}'" : "";
            throw new FormatException($"is a URI with a parameter{which} that Npgsql does not know, or with a value that it does not accept.");
        }
    }

    private static bool IsRefusal(Exception e) =>
        e is ArgumentException or FormatException or InvalidOperationException or InvalidCastException or OverflowException or KeyNotFoundException;

    private static (string Before, string Behind) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is var i and >= 0 ? (text[..i], text[(i + 1)..]) : (text, "");
}
