using Polly;
using Polly.Retry;

namespace Mmva.Tasks;

/// <summary>The retry policy of a music server: exponential waits, replaced by the wait that the server asks for, unless that is too long.</summary>
internal static class MusicServerRetries
{
    public static ResiliencePipeline<MusicAttempt> Create(MusicServerOptions options, TimeProvider clock, Action<Setback, TimeSpan> onRetry)
    {
        if (options.MaxAttempts == 1) return ResiliencePipeline<MusicAttempt>.Empty;
        return new ResiliencePipelineBuilder<MusicAttempt> { TimeProvider = clock }.AddRetry(new RetryStrategyOptions<MusicAttempt>
        {
            ShouldHandle = retry => new(retry.Outcome.Result.Setback is { } setback && !(setback.Wait > options.MaxRetryDelay)),
            MaxRetryAttempts = options.MaxAttempts - 1,
            Delay = options.RetryDelay,
            MaxDelay = options.MaxRetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            DelayGenerator = retry => new(retry.Outcome.Result.Setback!.Wait),
            OnRetry = retry =>
            {
                onRetry(retry.Outcome.Result.Setback!, retry.RetryDelay);
                return default;
            },
        }).Build();
    }
}
