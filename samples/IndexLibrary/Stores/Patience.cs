using System.Data.Common;
using Mmva;
using Polly;
using Polly.Retry;

namespace IndexLibrary.Stores;

/// <summary>Waits a minute for a database that went away. What runs under it may run twice.</summary>
internal static class Patience
{
    private const int MostTries = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<DbException>(e => e.IsTransient).Handle<EmotionIndexException>(e => e.InnerException is DbException { IsTransient: true }),
        MaxRetryAttempts = MostTries,
        Delay = Interval,
        OnRetry = retry =>
        {
            Console.Error.WriteLine($"The database is out of reach and is waited for: {retry.Outcome.Exception!.Message.Split('\n')[0]}");
            return default;
        },
    }).Build();

    public static async Task WithDatabaseAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        await Pipeline.ExecuteAsync(async stop => await work(stop), cancellationToken);
}
