using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mmva.Tasks;

/// <summary>The file that a build leaves when it is interrupted: part after part, each with its checksum. Open in one process at a time.</summary>
internal sealed class PartialCatalogue : IDisposable
{
    private const int PlaceBytes = 2 * sizeof(float), ChecksumBytes = 16;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _file;
    private int _count; // prompts that are in it

    private PartialCatalogue(FileStream file) => _file = file;

    /// <summary>Opens or makes the file, waiting while another process builds.</summary>
    public static async Task<PartialCatalogue> OpenAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when (IsTaken(e))
            {
                await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The places of whole and sound parts from the beginning; what follows them is cut off.</summary>
    /// <param name="total">Prompts in all.</param>
    public ValenceArousal[] Read(int total)
    {
        var places = new List<ValenceArousal>();
        _file.Position = 0;
        long sound = 0;
        while (places.Count < total)
        {
            var part = new byte[Math.Min(PromptEmbedding.PartSize, total - places.Count) * PlaceBytes];
            var checksum = new byte[ChecksumBytes];
            if (_file.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length) break;
            if (_file.ReadAtLeast(checksum, ChecksumBytes, throwOnEndOfStream: false) < ChecksumBytes || !checksum.AsSpan().SequenceEqual(Checksum(places.Count, part))) break;
            places.AddRange(MemoryMarshal.Cast<byte, ValenceArousal>(part.AsSpan()));
            sound = _file.Position;
        }
        _file.SetLength(sound);
        _file.Position = sound;
        _count = places.Count;
        return [.. places];
    }

    /// <summary>Adds a part after the last one.</summary>
    public void Append(ReadOnlySpan<ValenceArousal> part)
    {
        var bytes = MemoryMarshal.AsBytes(part);
        _file.Write(bytes);
        _file.Write(Checksum(_count, bytes));
        _file.Flush();
        _count += part.Length;
    }

    /// <summary>Removes the file: the catalogue is written.</summary>
    public void Delete()
    {
        Dispose();
        try
        {
            File.Delete(_file.Name);
        }
        catch (IOException)
        {
            // another process has taken it up meanwhile; it will find the catalogue, and remove the file
        }
    }

    public void Dispose() => _file.Dispose();

    private static byte[] Checksum(int start, ReadOnlySpan<byte> part)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(start));
        hash.AppendData(part);
        return hash.GetHashAndReset()[..ChecksumBytes];
    }

    // ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK on Linux and macOS
    private static bool IsTaken(IOException e) => OperatingSystem.IsWindows() ? (e.HResult & 0xffff) == 32 : e.HResult is 11 or 35;
}
