using System.Diagnostics;
using Mmva.PostgreSql.Tests.Server;
using Npgsql;

namespace Mmva.PostgreSql.Tests.Samples;

[Collection(ServerCollection.Name)]
public sealed class SharedIndexLibraryTests(ServerFixture fixture) : IDisposable
{
    private const int Tones = 24, Pictures = 48, Copies = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly MediaLibrary _library = new();

    public void Dispose() => _library.Dispose();

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Three_processes_index_every_file_once_though_one_of_them_is_killed_in_a_job(int victim)
    {
        var database = await fixture.FreshDatabaseAsync();
        for (var i = 0; i < Tones; i++) _library.Tone($"a{i / 10}/tone {i}.wav", i, 10);
        for (var i = 0; i < Pictures; i++) _library.Picture($"b/picture {i}.png", 5 * i);
        for (var i = 0; i < Copies; i++) _library.Tone($"c/copy {i}.wav", 6 * i, 10);
        _library.Write("c/damaged.jpg", [1, 2, 3]);
        // the first process looks through the folder, the others only work
        var processes = new List<Process> { Start(database) };
        await WaitForAsync(database, "SELECT count(*) FROM mmva_jobs.job");
        processes.AddRange([Start(database), Start(database)]);

        await WaitForAsync(database, $"""
            SELECT count(*) FROM mmva_jobs.job j JOIN mmva_jobs.state s ON s.id = j.stateid
            WHERE s.name = 'Processing' AND s.data ->> 'ServerId' LIKE '%:{processes[victim].Id}:%'
                AND s.createdat < now() AT TIME ZONE 'utc' - interval '0.2 seconds'
            """);
        processes[victim].Kill();
        await Task.WhenAll(processes.Select(process => process.WaitForExitAsync().WaitAsync(Limit)));

        (await QueryAsync(database, "SELECT count(*), count(DISTINCT path) FROM mmva.library_files"))
            .Should().Equal($"{Tones + Pictures + Copies} {Tones + Pictures + Copies}");
        (await QueryAsync(database, "SELECT modality, count(*) FROM mmva.emotion_items GROUP BY 1 ORDER BY 1"))
            .Should().Equal($"0 {Pictures}", $"1 {Tones}");
        (await QueryAsync(database, "SELECT count(*) FROM mmva.emotion_items WHERE (payload::json ->> 'copies')::int = 2"))
            .Should().Equal($"{Copies}");
        (await QueryAsync(database,
            "SELECT count(*) FROM mmva.library_files f JOIN mmva.emotion_items i USING (id) WHERE i.payload::jsonb -> 'paths' ? f.path"))
            .Should().Equal($"{Tones + Pictures + Copies}");
        (await QueryAsync(database, "SELECT reason FROM mmva.library_failures")).Should().ContainSingle().Which.Should().Contain("damaged.jpg");
        (await QueryAsync(database, "SELECT count(*) FROM mmva_jobs.job WHERE statename <> 'Succeeded'")).Should().Equal("0");
        (await QueryAsync(database,
            "SELECT count(*) > 0 "
            + "FROM (SELECT 1 FROM mmva_jobs.state WHERE name = 'Processing' GROUP BY jobid "
            + "HAVING count(DISTINCT data ->> 'ServerId') > 1) AS taken_over"))
            .Should().Equal("True");
        processes.Where((_, i) => i != victim)
            .Should().Contain(process => process.ExitCode == 1, "one of those that are left says that a file failed");
        processes.ForEach(process => process.Dispose());
    }

    [SkippableFact]
    public async Task Processes_wait_for_a_server_that_is_killed_and_started_again()
    {
        var database = await fixture.FreshDatabaseAsync();
        for (var i = 0; i < Tones; i++) _library.Tone($"tone {i}.wav", i, 10);
        Process[] processes = [Start(database), Start(database)];
        await WaitForAsync(database, "SELECT count(*) FROM mmva.emotion_items");

        fixture.Server.Kill();
        await Task.Delay(2000);
        await fixture.Server.StartAsync();
        await Task.WhenAll(processes.Select(process => process.WaitForExitAsync().WaitAsync(Limit)));

        processes.Select(process => process.ExitCode).Should().Equal(0, 0);
        (await QueryAsync(database, "SELECT count(*) FROM mmva.emotion_items")).Should().Equal($"{Tones}");
        (await QueryAsync(database, "SELECT count(*) FROM mmva.library_files JOIN mmva.emotion_items USING (id)")).Should().Equal($"{Tones}");
        (await QueryAsync(database, "SELECT count(*) FROM mmva.library_failures")).Should().Equal("0");
        Array.ForEach(processes, process => process.Dispose());
    }

    [SkippableFact]
    public async Task A_lock_of_a_lost_connection_holds_its_job_up_for_the_lease_only()
    {
        var database = await fixture.FreshDatabaseAsync();
        _library.Tone("tone.wav", 0, 10);
        var leader = Start(database, workers: 0);
        await WaitForAsync(database, "SELECT count(*) FROM mmva_jobs.jobqueue");
        await QueryAsync(database, "INSERT INTO mmva_jobs.lock (resource, acquired) "
            + "SELECT 'mmva_jobs:job:' || id || ':state-lock', now() FROM mmva_jobs.job RETURNING resource");
        Process[] processes = [leader, Start(database)];
        await Task.WhenAll(processes.Select(process => process.WaitForExitAsync().WaitAsync(Limit)));

        processes.Select(process => process.ExitCode).Should().Equal(0, 0);
        (await QueryAsync(database, "SELECT count(*) FROM mmva.emotion_items")).Should().Equal("1");
        Array.ForEach(processes, process => process.Dispose());
    }

    private Process Start(string database, int workers = 1)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "IndexLibrary.dll"), _library.Folder, "--store", $"postgres:{database}",
            "--workers", $"{workers}", "--batch", "5", "--lease", "5"];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static Task<List<string>> QueryAsync(string database, string sql) => ServerFixture.QueryAsync(database, sql);

    // a count above 0; tables may not be there yet
    private static async Task WaitForAsync(string database, string count)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < Limit; await Task.Delay(20))
        {
            try
            {
                if ((await QueryAsync(database, count))[0] != "0") return;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName) { }
        }
        throw new TimeoutException(count);
    }
}
