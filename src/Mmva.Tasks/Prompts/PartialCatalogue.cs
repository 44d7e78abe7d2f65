using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>The file left by an interrupted build: parts with a checksum each. Open in one process at a time.</summary>
internal sealed class PartialCatalogue : IDisposable
{
    private const int PointBytes = 2 * sizeof(float), ChecksumBytes = 16;

    private readonly FileStream _file;
    private int _count; // prompts in the file

    private PartialCatalogue(FileStream file) => _file = file;

    /// <summary>Opens or creates the file, waiting while another process builds.</summary>
    public static async Task<PartialCatalogue> OpenAsync(string path, CancellationToken cancellationToken) =>
        new(await FileLock.OpenAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>Reads the points of the intact parts from the start; the rest of the file is cut off.</summary>
    /// <param name="total">The number of prompts of the complete catalogue.</param>
    public ValenceArousal[] Read(int total)
    {
        var points = new List<ValenceArousal>();
        _file.Position = 0;
        long intact = 0;
        while (points.Count < total)
        {
            var part = new byte[Math.Min(PromptPrediction.PartSize, total - points.Count) * PointBytes];
            var checksum = new byte[ChecksumBytes];
            if (_file.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length) break;
            if (_file.ReadAtLeast(checksum, ChecksumBytes, throwOnEndOfStream: false) < ChecksumBytes) break;
            if (!checksum.AsSpan().SequenceEqual(Checksum(points.Count, part))) break;
            points.AddRange(MemoryMarshal.Cast<byte, ValenceArousal>(part.AsSpan()));
            intact = _file.Position;
        }
        _file.SetLength(intact);
        _file.Position = intact;
        _count = points.Count;
        return [.. points];
    }

    /// <summary>Appends a part.</summary>
    public void Append(ReadOnlySpan<ValenceArousal> part)
    {
        var bytes = MemoryMarshal.AsBytes(part);
        _file.Write(bytes);
        _file.Write(Checksum(_count, bytes));
        _file.Flush();
        _count += part.Length;
    }

    /// <summary>Deletes the file, once the catalogue is written.</summary>
    public void Delete()
    {
        Dispose();
        try
        {
            File.Delete(_file.Name);
        }
        catch (IOException)
        {
            // another process has opened it meanwhile; it will find the catalogue, and delete the file
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
}
