using System.Threading.RateLimiting;

namespace Web.Uploads;

/// <summary>The memory that is reserved for an image; disposing it frees it for the next one.</summary>
internal sealed class UploadMemory(UploadGate gate, RateLimitLease first) : IDisposable
{
    private readonly List<RateLimitLease> _leases = [first];

    /// <summary>Reserves more, without waiting: others may wait for what this image already has.</summary>
    /// <exception cref="Http.Refusal">Nothing is free.</exception>
    public void Add(int bytes) => _leases.Add(gate.ReserveMoreMemory(bytes));

    public void Dispose() => _leases.ForEach(lease => lease.Dispose());
}
