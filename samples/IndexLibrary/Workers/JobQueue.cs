using ConsoleProgram;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mmva;

namespace IndexLibrary.Workers;

/// <summary>The queue in PostgreSQL, by Hangfire: a job is a batch of files, and is taken over when its worker dies.</summary>
internal sealed class JobQueue
{
    private const string Schema = "mmva_jobs";
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly PostgreSqlStorage _storage;
    private readonly BackgroundJobClient _client;

    /// <param name="lease">How long after the last sign of life of its worker a job is given to another one.</param>
    public JobQueue(string connectionString, TimeSpan lease)
    {
        var options = new PostgreSqlStorageOptions
        {
            SchemaName = Schema, QueuePollInterval = PollInterval, UseSlidingInvisibilityTimeout = true, InvisibilityTimeout = lease,
            // Hangfire's locks are rows, held for milliseconds; one whose holder lost the server would block its job for ten minutes
            DistributedLockTimeout = lease,
        };
        _storage = new(new NpgsqlConnectionFactory(connectionString, options), options);
        _client = new(_storage);
    }

    /// <summary>How many jobs wait, run, or wait for another try.</summary>
    public long Unfinished => _storage.GetMonitoringApi().GetStatistics() is var s ? s.Enqueued + s.Processing + s.Scheduled + (s.Awaiting ?? 0) : 0;

    public string Enqueue(string[] paths) => _client.Enqueue<IndexJob>(job => job.RunAsync(paths, CancellationToken.None));

    /// <summary>Starts to run jobs; disposing it ends that and returns unfinished jobs to the queue.</summary>
    public BackgroundJobServer StartWorkers(int count, IndexJob job) => new(new BackgroundJobServerOptions
    {
        WorkerCount = count, Activator = new SingleJob(job), SchedulePollingInterval = PollInterval, CancellationCheckInterval = PollInterval,
    }, _storage);

    /// <summary>Hangfire's pages about queue, workers and failed jobs. Reachable from this machine only: they let visitors delete jobs.</summary>
    public async Task<IAsyncDisposable?> StartDashboardAsync(int? port, CancellationToken cancellationToken)
    {
        if (port is null) return null;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://localhost:{port}");
        builder.Services.AddHangfire(hangfire => hangfire.UseStorage(_storage));
        var web = builder.Build();
        web.UseHangfireDashboard("");
        await web.StartAsync(cancellationToken);
        await Console.Error.WriteLineAsync($"the dashboard is at http://localhost:{port}");
        return web;
    }

    private sealed class SingleJob(IndexJob job) : JobActivator
    {
        public override object ActivateJob(Type jobType) => job;
    }
}

/// <summary>The work of one job. It may run twice: what the first run recorded is not done again.</summary>
public sealed class IndexJob
{
    private readonly PostgreSqlStore _store;
    private readonly Indexer _indexer;
    private readonly Action<Outcome> _report;

    internal IndexJob(PostgreSqlStore store, Indexer indexer, Action<Outcome> report)
    {
        _store = store;
        _indexer = indexer;
        _report = report;
    }

    /// <param name="paths">The files, in the store's way of writing names.</param>
    /// <param name="cancellationToken">Ends the job, which goes back to the queue.</param>
    [AutomaticRetry(Attempts = 5, DelaysInSeconds = [1, 5, 15, 30, 60])]
    public async Task RunAsync(string[] paths, CancellationToken cancellationToken)
    {
        var (files, missing) = (new List<LibraryFile>(), new List<Outcome>());
        foreach (var path in paths.Select(_store.Text.Read))
        {
            try
            {
                var file = LibraryFile.Of(path);
                if (!await _store.Catalogue.HasAsync(file, cancellationToken)) files.Add(file);
            }
            catch (MediaException e)
            {
                missing.Add(Outcome.Failed(new LibraryFile(path, 0, 0), e.Message) with { IsUnread = true });
            }
        }
        if (missing.Count > 0) await new Recorder(_store).RecordAsync(missing, cancellationToken);
        missing.ForEach(_report);
        await _indexer.IndexAsync(files, _report, cancellationToken);
    }
}
