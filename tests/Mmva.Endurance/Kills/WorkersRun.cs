using System.Diagnostics;
using IndexLibrary;
using Mmva.Endurance.Kills.Children;
using Mmva.Endurance.Kills.Targets;
using Mmva.Endurance.Results;
using Mmva.Endurance.Running;
using Mmva.PostgreSql.Tests.Server;
using Npgsql;

namespace Mmva.Endurance.Kills;

/// <summary>Several processes of samples/IndexLibrary share the work in PostgreSQL; one after another is killed, and another one started.</summary>
internal sealed class WorkersRun(int moments, Random random, RunResult result)
{
    private const int Processes = 3, KillsPerRound = 10, LeaseSeconds = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3), LongestPause = TimeSpan.FromSeconds(1.5);

    public static string? Missing => PostgreSqlServer.FindBinaries() is null ? "PostgreSQL is not here: apt-get install postgresql" : null;

    public async Task<KillRow> RunAsync(string work, CancellationToken cancellationToken)
    {
        var since = Stopwatch.StartNew();
        using var library = new LibraryState();
        await using var server = await PostgreSqlServer.StartNewAsync(PostgreSqlServer.FindBinaries()!);
        try
        {
            var expected = await RoundAsync(server, library, "whole", 0, cancellationToken);
            var (kills, rounds) = (0, 0);
            while (kills < moments && result.FailureCount < 50)
            {
                var now = Math.Min(KillsPerRound, moments - kills);
                var state = await RoundAsync(server, library, $"killed_{rounds}", now, cancellationToken);
                (kills, rounds) = (kills + now, rounds + 1);
                Console.Error.WriteLine($"workers: {kills} of {moments} kills");
                if (state != expected) result.Fail($"workers, round {rounds}: the final state differs");
            }
            return new("workers", kills, rounds, kills, 0, Math.Round(since.Elapsed.TotalSeconds, 1));
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
        }
    }

    private async Task<string> RoundAsync(
        PostgreSqlServer server, LibraryState library, string name, int kills, CancellationToken cancellationToken)
    {
        var database = await IndexTarget.NewDatabaseAsync(server, name);
        var running = Enumerable.Range(0, Processes).Select(_ => Start(database, library)).ToList();
        try
        {
            for (var kill = 0; kill < kills; kill++)
            {
                await Task.Delay(random.NextDouble() * LongestPause, cancellationToken);
                var victim = random.Next(running.Count);
                running[victim].Kill();
                await running[victim].WaitForExitAsync(cancellationToken);
                running[victim].Dispose();
                running[victim] = Start(database, library);
            }
            foreach (var process in running)
            {
                await process.WaitForExitAsync(cancellationToken).WaitAsync(Limit, cancellationToken);
                if (process.ExitCode != 0) result.Fail($"workers, {name}: a process ended with the exit code {process.ExitCode}");
            }
        }
        finally
        {
            foreach (var process in running)
            {
                if (!process.HasExited) process.Kill();
                process.Dispose();
            }
        }
        var (items, files, wrong) = await library.ReadAsync((StoreKind.PostgreSql, database));
        var unfinished = await CountAsync(database, "SELECT count(*) FROM mmva_jobs.job WHERE statename <> 'Succeeded'");
        if (unfinished != 0) result.Fail($"workers, {name}: {unfinished} jobs are left");
        wrong.ForEach(one => result.Fail($"workers, {name}: {one}"));
        return string.Join('\n', [.. items, .. files]);
    }

    private static Process Start(string database, LibraryState library)
    {
        var process = Process.Start(BuiltProgram.Self(
            IndexChild.Name, "--", library.Folder, "--store", "postgres:" + database, "--workers", "1",
            "--batch", "8", "--lease", $"{LeaseSeconds}"))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task<long> CountAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
