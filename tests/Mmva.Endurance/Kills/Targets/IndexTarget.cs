using System.Diagnostics;
using IndexLibrary;
using Mmva.Endurance.Kills.Children;
using Mmva.Endurance.Running;
using Mmva.PostgreSql.Tests.Server;
using Npgsql;

namespace Mmva.Endurance.Kills.Targets;

/// <summary>samples/IndexLibrary filling an index in a file, in SQLite or in PostgreSQL.</summary>
internal sealed class IndexTarget(string store) : KillTarget("index-" + store)
{
    private LibraryState? _library;
    private PostgreSqlServer? _server;
    private string _database = "";
    private int _databases;

    public override string? Missing => store == "postgresql" && PostgreSqlServer.FindBinaries() is null
        ? "PostgreSQL is not here: apt-get install postgresql" : null;

    public override async Task PrepareAsync(string shared, CancellationToken cancellationToken)
    {
        _library = new();
        if (store == "postgresql") _server = await PostgreSqlServer.StartNewAsync(PostgreSqlServer.FindBinaries()!);
    }

    public override async Task BeginAsync(string folder)
    {
        if (_server is not null) _database = await NewDatabaseAsync(_server, $"library_{++_databases}");
    }

    public override ProcessStartInfo Start(string folder)
    {
        var (_, address) = Address(folder);
        var word = store switch { "sqlite" => "sqlite:" + address, "postgresql" => "postgres:" + address, _ => address };
        return BuiltProgram.Self(IndexChild.Name, "--", _library!.Folder, "--store", word);
    }

    public override async Task<string?> CheckKilledAsync(string folder, IReadOnlyList<string> lines)
    {
        var done = lines.Where(line => line.StartsWith("done ", StringComparison.Ordinal)).Select(line => line["done ".Length..]);
        var (_, files, wrong) = await _library!.ReadAsync(Address(folder));
        if (wrong.Count > 0) return wrong[0];
        var kept = files.Select(row => row.Split("Path = ")[1].Split(", Bytes")[0]).ToHashSet();
        return done.FirstOrDefault(path => !kept.Contains(path)) is { } lost ? $"{lost} was recorded, and is not in the catalogue" : null;
    }

    public override async Task<string> StateAsync(string folder)
    {
        var (items, files, wrong) = await _library!.ReadAsync(Address(folder));
        return string.Join('\n', [.. items, .. files, .. wrong]);
    }

    public override async ValueTask DisposeAsync()
    {
        _library?.Dispose();
        NpgsqlConnection.ClearAllPools();
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>Creates a database and returns how to connect to it.</summary>
    public static async Task<string> NewDatabaseAsync(PostgreSqlServer server, string name)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    private (StoreKind Kind, string Address) Address(string folder) => store switch
    {
        "sqlite" => (StoreKind.Sqlite, Path.Combine(folder, "library.db")),
        "postgresql" => (StoreKind.PostgreSql, _database),
        _ => (StoreKind.File, Path.Combine(folder, "library.mmva")),
    };
}
