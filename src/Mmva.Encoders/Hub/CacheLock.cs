using System.Security.Cryptography;
using System.Text;

namespace Mmva.Encoders;

/// <summary>Lets one process at a time download a file. The lock is an open file, so it ends with its process.</summary>
internal static class CacheLock
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    public static async Task<IDisposable> TakeAsync(string cacheFolder, string target, CancellationToken cancellationToken)
    {
        // apart from the models, and never deleted: a lock that can vanish may be held twice
        var folder = Directory.CreateDirectory(Path.Combine(cacheFolder, ".locks"));
        var path = Path.Combine(folder.FullName, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target)))[..32]);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsTaken(e))
            {
                await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK on Linux and macOS
    private static bool IsTaken(IOException e) => OperatingSystem.IsWindows() ? (e.HResult & 0xffff) == 32 : e.HResult is 11 or 35;
}
