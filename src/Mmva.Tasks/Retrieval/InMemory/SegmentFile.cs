using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Mmva.Files;

namespace Mmva.Tasks;

/// <summary>A segment as a file: its memory as it is, after a header with the counts that determine its layout, and checksums of both.</summary>
internal static unsafe class SegmentFile
{
    private const int Version = 1;
    private const int BlockBytes = 1 << 22;

    private static ReadOnlySpan<byte> Magic => "MMVAEIDX"u8;

    /// <summary>Writes a segment atomically.</summary>
    /// <exception cref="EmotionIndexException">The file cannot be written.</exception>
    public static void Save(Segment segment, string path, CancellationToken cancellationToken)
    {
        AtomicFile.Write(path, stream =>
        {
            stream.Write(Header(segment, cancellationToken));
            foreach (var (offset, length) in Blocks(segment.Memory.Length))
            {
                cancellationToken.ThrowIfCancellationRequested();
                stream.Write(Span(segment.Memory, offset, length));
            }
        }, (message, e) => new EmotionIndexException($"{path}: {message}", e));
        GC.KeepAlive(segment);
    }

    /// <summary>Maps a file and checks all of it.</summary>
    /// <exception cref="EmotionIndexException">The file is missing, truncated, damaged, or not an emotion index.</exception>
    public static Segment Open(string path, CancellationToken cancellationToken)
    {
        MemoryBlock memory;
        try
        {
            if (RegularFile.LengthOf(path) < SegmentLayout.HeaderBytes) throw Damaged(path, "is too short for an emotion index");
            memory = MemoryBlock.Map(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new EmotionIndexException($"{path}: cannot be opened: {e.Message}", e);
        }
        var segment = new Segment(memory, ReadHeader(path, memory, out var checksum), path);
        if (Checksum(memory, cancellationToken) != checksum) throw Damaged(path, "is damaged: its content does not match its checksum");
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
            throw new EmotionIndexException(
                $"{path}: is an emotion index of version {version}; this library reads version {Version}. Rebuild the index.");
        if (XxHash3.HashToUInt64(header[..56]) != BinaryPrimitives.ReadUInt64LittleEndian(header[56..]))
            throw Damaged(path, "is damaged: its header does not match its checksum");
        checksum = BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);

        Span<int> counts = stackalloc int[SegmentLayout.ModalityCount];
        for (var modality = 0; modality < counts.Length; modality++) counts[modality] =
            BinaryPrimitives.ReadInt32LittleEndian(header[(12 + 4 * modality)..]);
        var recordBytes = BinaryPrimitives.ReadInt64LittleEndian(header[24..]);
        if (counts.ContainsAnyInRange(int.MinValue, -1) || (long)counts[0] + counts[1] + counts[2] > int.MaxValue
            || recordBytes < 0 || recordBytes > memory.Length)
        {
            throw Damaged(path, "is damaged: its header has impossible values");
        }
        var layout = new SegmentLayout(counts[0], counts[1], counts[2], recordBytes);
        return layout.TotalBytes == memory.Length
            ? layout
            : throw Damaged(path, $"has {memory.Length} bytes, but its header announces {layout.TotalBytes}: it was truncated or appended to");
    }

    // blocks are hashed on all cores, then the hashes of the blocks
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
        for (long offset = SegmentLayout.HeaderBytes; offset < length; offset += BlockBytes)
            yield return (offset, (int)Math.Min(BlockBytes, length - offset));
    }

    private static ReadOnlySpan<byte> Span(MemoryBlock memory, long offset, int length) => new(memory.Start + offset, length);

    private static EmotionIndexException Damaged(string path, string what) => new($"{path}: {what}. Restore it from a copy, or rebuild the index.");
}
