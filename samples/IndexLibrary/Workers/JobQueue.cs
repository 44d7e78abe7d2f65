using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

namespace IndexLibrary.Workers;

/// <summary>The queue in PostgreSQL, by Hangfire: a job is a batch of files, and comes back when its worker dies.</summary>
internal sealed class JobQueue
{
    private const string Schema = "mmva_jobs";
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly BackgroundJobClient _client;

    /// <param name="connectionString">The database.</param>
    /// <param name="lease">How long after the last sign of life of its worker a job is given to another one.</param>
    public JobQueue(string connectionString, TimeSpan lease)
    {
        var options = new PostgreSqlStorageOptions { SchemaName = Schema, QueuePollInterval = PollInterval, UseSlidingInvisibilityTimeout = true, InvisibilityTimeout = lease };
        Storage = new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options);
        _client = new(Storage);
    }

    public PostgreSqlStorage Storage { get; }

    /// <summary>How many jobs wait, run, or wait to be tried again.</summary>
    public long Unfinished
    {
        get
        {
            var statistics = Storage.GetMonitoringApi().GetStatistics();
            return statistics.Enqueued + statistics.Processing + statistics.Scheduled + (statistics.Awaiting ?? 0);
        }
    }

    public void Enqueue(string[] paths) => _client.Enqueue<IndexJob>(job => job.RunAsync(paths, CancellationToken.None));

    /// <summary>Starts to take jobs; disposing it ends that, and gives back what is not done.</summary>
    public BackgroundJobServer StartWorkers(int count, IndexJob job) => new(new BackgroundJobServerOptions
    {
        WorkerCount = count,
        Activator = new SingleJob(job),
        SchedulePollingInterval = PollInterval,
        CancellationCheckInterval = PollInterval,
    }, Storage);

    private sealed class SingleJob(IndexJob job) : JobActivator
    {
        public override object ActivateJob(Type jobType) => job;
    }
}
