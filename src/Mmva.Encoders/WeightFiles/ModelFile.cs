using Mmva.Files;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Reads the files of a model, and reports those that cannot be read in one form.</summary>
internal static class ModelFile
{
    /// <summary>Reads a small file: a configuration, a vocabulary or an index.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="maxBytes">The length above which it is refused.</param>
    /// <exception cref="WeightFileException">It is missing, empty, not a regular file or too large, or cannot be read.</exception>
    public static byte[] ReadAllBytes(string path, long maxBytes) => Read(path, length => length <= maxBytes
        ? File.ReadAllBytes(path)
        : throw new WeightFileException(path, $"has {length} bytes; at most {maxBytes} are read."));

    /// <summary>Reads the first bytes of a file of any length.</summary>
    /// <param name="path">The file; links are followed.</param>
    /// <param name="count">The number of bytes; there are fewer in a shorter file.</param>
    /// <exception cref="WeightFileException">It is missing, empty or not a regular file, or cannot be read.</exception>
    public static byte[] ReadStart(string path, int count) => Read(path, length =>
    {
        var buffer = new byte[Math.Min(count, length)];
        using var file = File.OpenHandle(path);
        return buffer[..RandomAccess.Read(file, buffer, 0)];
    });

    private static byte[] Read(string path, Func<long, byte[]> read)
    {
        try
        {
            // pipes and devices have no length, and opening a pipe would wait for its writer
            return RegularFile.LengthOf(path) is > 0 and var length
                ? read(length)
                : throw new WeightFileException(path, "is empty (0 bytes) or not a regular file. Download or write it again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new WeightFileException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
