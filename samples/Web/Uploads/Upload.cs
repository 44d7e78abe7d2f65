using System.Threading.RateLimiting;

namespace Web.Uploads;

/// <summary>An encoded picture in memory. Disposing it gives the memory back to the next one.</summary>
/// <param name="Name">The file's name as the client says: for messages, never for a path.</param>
/// <param name="Bytes">The file.</param>
/// <param name="Memory">What it was read into.</param>
internal sealed record Upload(string Name, ReadOnlyMemory<byte> Bytes, RateLimitLease Memory) : IDisposable
{
    private const int LongestName = 100;

    public void Dispose() => Memory.Dispose();

    /// <summary>The name without folders and control characters, not too long.</summary>
    public static string CleanName(string? name)
    {
        var last = (name ?? "")[((name ?? "").LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new string([.. last.Where(c => !char.IsControl(c)).Take(LongestName)]).Trim();
        return clean.Length > 0 ? clean : "The picture";
    }
}
