using System.Diagnostics;
using Npgsql;

namespace Mmva.PostgreSql.Tests.Server;

/// <summary>The pooler pgbouncer in front of a server, in transaction mode: a session belongs to a client for one transaction.</summary>
internal sealed class PgBouncer : IDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mmva-pgbouncer-");
    private readonly int _port = PostgreSqlServer.FreePort();
    private readonly Process _process;

    private PgBouncer(PostgreSqlServer server)
    {
        var (settings, users) = (Path.Combine(_folder.FullName, "settings"), Path.Combine(_folder.FullName, "users"));
        File.WriteAllText(users, $"\"mmva\" \"{PostgreSqlServer.Password}\"");
        File.WriteAllText(settings, $"""
            [databases]
            * = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {_port}
            unix_socket_dir =
            auth_type = plain
            auth_file = {users}
            pool_mode = transaction
            max_client_conn = 200
            """);
        _process = Process.Start(PostgreSqlServer.Unprivileged(Program, _folder.FullName, settings))!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static async Task<PgBouncer> StartAsync(PostgreSqlServer server)
    {
        Skip.IfNot(File.Exists(Program), "pgbouncer is not here: apt-get install pgbouncer");
        var bouncer = new PgBouncer(server);
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            try
            {
                await using var connection = new NpgsqlConnection(bouncer.Of(server.ConnectionString) + ";Pooling=false");
                await connection.OpenAsync();
                return bouncer;
            }
            catch (NpgsqlException) when (waited.Elapsed < TimeSpan.FromSeconds(30)) { }
        }
    }

    /// <summary>The same database through the pooler.</summary>
    public string Of(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString) { Port = _port }.ConnectionString;

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
