using Npgsql;

namespace Mmva.PostgreSql.Tests.Server;

/// <summary>One server for all tests; tests that use it run one after the other.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private PostgreSqlServer? _server;
    private int _schemas;

    internal PostgreSqlServer Server
    {
        get
        {
            Skip.If(_server is null, "PostgreSQL is not here: apt-get install postgresql");
            return _server!;
        }
    }

    public async Task InitializeAsync() => _server = PostgreSqlServer.FindBinaries() is { } binaries ? await PostgreSqlServer.StartNewAsync(binaries)
        : null;

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>Options of an index that no other test uses; with many retries, because a busy machine starts a server slowly.</summary>
    internal PostgreSqlIndexOptions FreshOptions() =>
        new() { ConnectionString = Server.ConnectionString, Schema = $"test_{Interlocked.Increment(ref _schemas)}", MaxRetries = 60 };

    /// <summary>The connection string of a new database.</summary>
    internal async Task<string> FreshDatabaseAsync(string settings = "")
    {
        var name = $"library_{Interlocked.Increment(ref _schemas)}";
        await QueryAsync($"CREATE DATABASE {name} {settings}");
        return new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = name }.ConnectionString;
    }

    internal Task<List<string>> QueryAsync(string sql, params NpgsqlParameter[] parameters) => QueryAsync(Server.ConnectionString, sql, parameters);

    internal static async Task<List<string>> QueryAsync(string connectionString, string sql, params NpgsqlParameter[] parameters)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.Command(sql, parameters);
        await using var rows = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await rows.ReadAsync()) lines.Add(string.Join(' ', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
        return lines;
    }
}

[CollectionDefinition(Name)]
public sealed class ServerCollection : ICollectionFixture<ServerFixture>
{
    public const string Name = "PostgreSQL server";
}
