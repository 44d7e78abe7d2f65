using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Mmva.PostgreSql.Tests.Server;

/// <summary>A separate PostgreSQL server in a temporary folder, from Debian's package.</summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    public const string Password = "s3cret-word";

    private const string User = "mmva";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    private readonly string _binaries;
    private readonly string _folder = Directory.CreateTempSubdirectory("mmva-postgresql-").FullName;
    private readonly int _port = FreePort();
    private Process? _process;

    private PostgreSqlServer(string binaries) => _binaries = binaries;

    /// <summary>The folder of initdb and postgres, or <see langword="null"/> if they are not installed.</summary>
    public static string? FindBinaries()
    {
        const string root = "/usr/lib/postgresql";
        if (!Directory.Exists(root)) return null;
        return Directory.GetDirectories(root).OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "postgres")));
    }

    public static async Task<PostgreSqlServer> StartNewAsync(string binaries)
    {
        var server = new PostgreSqlServer(binaries);
        var password = Path.Combine(server._folder, "password");
        await File.WriteAllTextAsync(password, Password);
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "-R", Account, server._folder);
        await RunAsync(server.AsAccount("initdb", "-D", server.Data, "-U", User, "--pwfile", password, "--auth=scram-sha-256", "--encoding=UTF8",
            "--locale=C", "--no-sync"));
        await server.StartAsync();
        return server;
    }

    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = _port, Database = "postgres", Username = User, Password = Password,
        IncludeErrorDetail = true }.ConnectionString;

    public int Port => _port;

    /// <summary>Starts the server and waits until it answers.</summary>
    public async Task StartAsync()
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            // processes of a killed server that are not gone yet keep a new one from starting
            if (_process is null or { HasExited: true }) _process = StartProcess();
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (waited.Elapsed < StartTimeout) { }
        }
    }

    /// <summary>Kills the server and all its processes with SIGKILL.</summary>
    public void Kill()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        Directory.Delete(_folder, recursive: true);
        return default;
    }

    private Process StartProcess()
    {
        // no fsync: the tests kill processes, not the machine
        var process = Process.Start(AsAccount("postgres", "-D", Data, "-p", $"{_port}", "-c", "listen_addresses=127.0.0.1", "-c",
            $"unix_socket_directories={_folder}", "-c", "fsync=off", "-c", "max_connections=200"))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private string Data => Path.Combine(_folder, "data");

    // the server refuses to run as root
    private static string Account => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres"
        : "nobody";

    private ProcessStartInfo AsAccount(string program, params string[] arguments) => Unprivileged(Path.Combine(_binaries, program), null, arguments);

    /// <summary>How to start a program that refuses to run as root.</summary>
    /// <param name="folder">A folder to hand over to its account, or <see langword="null"/>.</param>
    public static ProcessStartInfo Unprivileged(string path, string? folder, params string[] arguments)
    {
        if (!Environment.IsPrivilegedProcess) return Start(path, arguments);
        if (folder is not null) RunAsync("chown", "-R", Account, folder).GetAwaiter().GetResult();
        return Start("setpriv", [$"--reuid={Account}", "--clear-groups", path, .. arguments]);
    }

    private static ProcessStartInfo Start(string program, string[] arguments) =>
        new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };

    private static Task RunAsync(string program, params string[] arguments) => RunAsync(Start(program, arguments));

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{start.FileName} failed: {await output}{await errors}");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
