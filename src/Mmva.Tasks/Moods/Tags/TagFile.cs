using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>A music file whose parts are read at their offsets.</summary>
internal sealed class TagFile : IDisposable
{
    /// <summary>The most bytes of a tag that is held in memory.</summary>
    public const int MaxTagBytes = 64 << 20;

    private readonly SafeFileHandle _file;

    private TagFile(string path, string target, SafeFileHandle file)
    {
        Path = path;
        Target = target;
        _file = file;
        Length = RandomAccess.GetLength(file);
    }

    /// <summary>The path, as it was given.</summary>
    public string Path { get; }

    /// <summary>The path without links.</summary>
    public string Target { get; }

    public long Length { get; }

    /// <exception cref="MediaException">There is no such file, or it cannot be opened.</exception>
    public static TagFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (Directory.Exists(path)) throw new MediaException(path, "is a folder, not a file.");
            var target = RegularFile.Of(path);
            if (!target.Exists) throw new MediaException(path, RegularFile.Missing(path));
            if (target.Length == 0) throw new MediaException(path, "is empty (0 bytes) or not a regular file.");
            return new(path, target.FullName, File.OpenHandle(target.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MediaException(path, $"cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads bytes, all of which must be there.</summary>
    public byte[] Read(long offset, int count)
    {
        if (offset < 0 || offset + count > Length) throw Truncated();
        var bytes = new byte[count];
        try
        {
            for (var done = 0; done < count;)
            {
                var read = RandomAccess.Read(_file, bytes.AsSpan(done), offset + done);
                done += read > 0 ? read : throw Bad("became shorter while it was read.");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MediaException(Path, $"cannot be read: {e.Message}", e);
        }
        return bytes;
    }

    /// <summary>Reads a tag, whose length comes from the file.</summary>
    public byte[] ReadTag(long offset, long count) =>
        count <= MaxTagBytes ? Read(offset, (int)count) : throw Bad($"has a tag of {count:N0} bytes; at most {MaxTagBytes:N0} are supported.");

    /// <summary>Reads up to a number of bytes.</summary>
    public byte[] ReadUpTo(long offset, int count) => Read(offset, (int)Math.Clamp(Length - offset, 0, count));

    public uint ReadUInt32(long offset) => BinaryPrimitives.ReadUInt32BigEndian(Read(offset, sizeof(uint)));

    public MediaException Bad(string reason) => new(Path, reason);

    public MediaException Truncated(string? detail = null) => Bad($"was truncated{detail}; it is left as it is.");

    public void Dispose() => _file.Dispose();
}
