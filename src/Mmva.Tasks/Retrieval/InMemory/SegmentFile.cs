using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Mmva.Tasks;

/// <summary>A segment as a file: its memory as it is, behind a header with the numbers that its layout follows from, and checksums of both.</summary>
internal static unsafe class SegmentFile
{
    private const int Version = 1;
    private const int BlockBytes = 1 << 22;

    private static ReadOnlySpan<byte> Magic => "MMVAEIDX"u8;

    /// <summary>Writes a segment beside the target, then renames it over it.</summary>
    public static void Save(Segment segment, string path, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                stream.Write(Header(segment, cancellationToken));
                foreach (var (offset, length) in Blocks(segment.Memory.Length))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    stream.Write(Span(segment.Memory, offset, length));
                }
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            try { File.Delete(temporary); }
            catch (IOException) { }
            if (e is IOException or UnauthorizedAccessException) throw new EmotionIndexException($"{path}: cannot be written: {e.Message}", e);
            throw;
        }
        GC.KeepAlive(segment);
    }

    /// <summary>Maps a file and checks all of it.</summary>
    /// <exception cref="EmotionIndexException">The file is missing, truncated, damaged or something else.</exception>
    public static Segment Open(string path, CancellationToken cancellationToken)
    {
        MemoryBlock memory;
        try
        {
            using (var file = File.OpenHandle(path)) // FileInfo would give the length of a link, not of what it leads to
                if (RandomAccess.GetLength(file) < SegmentLayout.HeaderBytes) throw Damaged(path, "is too short for an emotion index");
            memory = MemoryBlock.Map(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new EmotionIndexException($"{path}: cannot be opened: {e.Message}", e);
        }
        var segment = new Segment(memory, ReadHeader(path, memory, out var checksum), path);
        if (Checksum(memory, cancellationToken) != checksum) throw Damaged(path, "is damaged: its content does not agree with its checksum");
        return segment;
    }

    // magic, version, three counts, bytes of the records, checksum of the content, checksum of the header
    private static byte[] Header(Segment segment, CancellationToken cancellationToken)
    {
        var header = new byte[SegmentLayout.HeaderBytes];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Version);
        for (var modality = 0; modality < SegmentLayout.ModalityCount; modality++)
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12 + 4 * modality), segment.Layout.CountOf(modality));
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(24), segment.Layout.RecordBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(32), Checksum(segment.Memory, cancellationToken));
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(56), XxHash3.HashToUInt64(header.AsSpan(0, 56)));
        return header;
    }

    private static SegmentLayout ReadHeader(string path, MemoryBlock memory, out ulong checksum)
    {
        var header = Span(memory, 0, SegmentLayout.HeaderBytes);
        if (!header.StartsWith(Magic)) throw Damaged(path, "is not an emotion index");
        if (BinaryPrimitives.ReadInt32LittleEndian(header[8..]) is var version and not Version)
            throw new EmotionIndexException($"{path}: is an emotion index of version {version}, this library reads version {Version}. Build the index anew.");
        if (XxHash3.HashToUInt64(header[..56]) != BinaryPrimitives.ReadUInt64LittleEndian(header[56..])) throw Damaged(path, "is damaged: its header does not agree with its checksum");
        checksum = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);

        Span<int> counts = [BinaryPrimitives.ReadInt32LittleEndian(header[12..]), BinaryPrimitives.ReadInt32LittleEndian(header[16..]), BinaryPrimitives.ReadInt32LittleEndian(header[20..])];
        var recordBytes = BinaryPrimitives.ReadInt64LittleEndian(header[24..]);
        if (counts.ContainsAnyInRange(int.MinValue, -1) || recordBytes < 0 || (long)counts[0] + counts[1] + counts[2] > int.MaxValue || recordBytes > memory.Length)
            throw Damaged(path, "is damaged: its header has impossible numbers");
        var layout = new SegmentLayout(counts[0], counts[1], counts[2], recordBytes);
        return layout.TotalBytes == memory.Length
            ? layout
            : throw Damaged(path, $"has {memory.Length} bytes where its header asks for {layout.TotalBytes}: it was cut short or added to");
    }

    // blocks are hashed on all cores, then their hashes
    private static ulong Checksum(MemoryBlock memory, CancellationToken cancellationToken)
    {
        var blocks = Blocks(memory.Length).ToArray();
        var hashes = new ulong[blocks.Length];
        Parallel.For(0, blocks.Length, new ParallelOptions { CancellationToken = cancellationToken },
            i => hashes[i] = XxHash3.HashToUInt64(Span(memory, blocks[i].Offset, blocks[i].Length)));
        GC.KeepAlive(memory);
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(hashes.AsSpan()));
    }

    private static IEnumerable<(long Offset, int Length)> Blocks(long length)
    {
        for (long offset = SegmentLayout.HeaderBytes; offset < length; offset += BlockBytes) yield return (offset, (int)Math.Min(BlockBytes, length - offset));
    }

    private static ReadOnlySpan<byte> Span(MemoryBlock memory, long offset, int length) => new(memory.Start + offset, length);

    private static EmotionIndexException Damaged(string path, string what) => new($"{path}: {what}. Restore it from a copy, or build the index anew.");
}
