using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Web.Http;

namespace Web.Uploads;

/// <summary>Limits the memory and the work of all requests together. Others wait for their turn, first come, first served.</summary>
internal sealed class UploadGate : IDisposable
{
    private const int BytesPerPermit = 1024;

    private readonly ConcurrencyLimiter _memory, _work;

    public UploadGate(IOptions<UploadOptions> options)
    {
        var limits = options.Value;
        _memory = Limiter(Permits(Math.Max(limits.MemoryBytes, limits.MaxBytes)), limits.MaxWaiting * (long)Permits(limits.MaxBytes));
        _work = Limiter(limits.DecodersAtOnce, limits.MaxWaiting);
    }

    /// <summary>Waits for memory to read an image into; disposing the lease frees it.</summary>
    public ValueTask<RateLimitLease> ReserveMemoryAsync(int bytes, CancellationToken cancellationToken) =>
        EnterAsync(_memory, Permits(bytes), cancellationToken);

    /// <summary>Reserves memory for the rest of an image, if it is free now.</summary>
    /// <exception cref="Refusal">It is not.</exception>
    // rounded down: the first part was rounded up
    public RateLimitLease ReserveMoreMemory(int bytes) => Acquired(_memory.AttemptAcquire(bytes / BytesPerPermit));

    /// <summary>Waits until decoder and encoders are free; disposing the lease releases them.</summary>
    public ValueTask<RateLimitLease> StartWorkAsync(CancellationToken cancellationToken) => EnterAsync(_work, 1, cancellationToken);

    public void Dispose()
    {
        _memory.Dispose();
        _work.Dispose();
    }

    private static async ValueTask<RateLimitLease> EnterAsync(ConcurrencyLimiter limiter, int permits, CancellationToken cancellationToken) =>
        Acquired(await limiter.AcquireAsync(permits, cancellationToken));

    private static RateLimitLease Acquired(RateLimitLease lease)
    {
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        throw new Refusal(StatusCodes.Status503ServiceUnavailable, "Too many requests are waiting: try again in a moment.");
    }

    private static ConcurrencyLimiter Limiter(int permits, long queue) =>
        new(new()
        {
            PermitLimit = permits, QueueLimit = (int)Math.Min(queue, int.MaxValue), QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });

    private static int Permits(int bytes) => bytes / BytesPerPermit + 1;
}
