using System.Buffers.Binary;
using System.Text;

namespace Mmva.Data;

/// <summary>The chunks of a WAV file: each has a name of four characters, and a size.</summary>
internal sealed class WavChunks
{
    // sizes written by programs that cannot seek back to their header: all ones, 2³¹, or somewhat less
    private const long LeastUnknownSize = 0x7F000000;

    private readonly Stream _stream;
    private readonly long _riffSize;
    private readonly bool _isW64;

    private WavChunks(Stream stream, long riffSize, bool isW64, bool isBigEndian, bool hasSize64)
    {
        _stream = stream;
        _riffSize = riffSize;
        _isW64 = isW64;
        IsBigEndian = isBigEndian;
        HasSize64 = hasSize64;
    }

    // of W64: a name is a GUID that begins with its four characters
    private static ReadOnlySpan<byte> W64 => [(byte)'r', (byte)'i', (byte)'f', (byte)'f', 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB];

    /// <summary>Whether all numbers are big-endian.</summary>
    public bool IsBigEndian { get; }

    /// <summary>Whether a chunk named <c>ds64</c> has the sizes.</summary>
    public bool HasSize64 { get; }

    /// <summary>Reads the header of a file; returns null if it is not WAV.</summary>
    public static WavChunks? Open(Stream stream)
    {
        Span<byte> header = stackalloc byte[40];
        if (!Fill(stream, header[..12])) return null;
        if (header[..12].SequenceEqual(W64))
            return Fill(stream, header[12..]) && header[24..28].SequenceEqual("wave"u8)
                ? new(stream, 0, isW64: true, isBigEndian: false, hasSize64: false)
                : null;
        if (!header[8..12].SequenceEqual("WAVE"u8)) return null;
        var (isBigEndian, has64) = (header.StartsWith("RIFX"u8), header.StartsWith("RF64"u8) || header.StartsWith("BW64"u8));
        return isBigEndian || has64 || header.StartsWith("RIFF"u8)
            ? new(stream, Size(header[4..], isBigEndian), isW64: false, isBigEndian, has64)
            : null;
    }

    /// <summary>Reads the header of the next chunk, once the last one has been read or skipped; returns null at the end of the file.</summary>
    public (string Name, long Size)? Next()
    {
        Span<byte> header = stackalloc byte[_isW64 ? 24 : 8];
        if (!Fill(_stream, header)) return null;
        var size = _isW64 ? BinaryPrimitives.ReadInt64LittleEndian(header[16..]) - header.Length : Size(header[4..], IsBigEndian);
        return (Encoding.Latin1.GetString(header[..4]), size);
    }

    /// <summary>Whether a size of samples means that the writer did not know it: they last until the end of the file.</summary>
    public bool IsOpen(long size)
    {
        if (size == 0 && !_isW64 && !HasSize64) return !_stream.CanSeek || _riffSize + 8 != _stream.Length;
        if (size <= 0) return true;
        if (!_stream.CanSeek) return size >= LeastUnknownSize;
        var least = _isW64 || HasSize64 ? long.MaxValue >> 1 : LeastUnknownSize;
        return size >= least && size > _stream.Length - _stream.Position;
    }

    /// <summary>Reads the content of a chunk; returns null at the end of the file.</summary>
    public byte[]? Content(int size)
    {
        var content = new byte[size];
        if (!Fill(_stream, content)) return null;
        Move(Padding(size));
        return content;
    }

    /// <summary>Moves behind the content of a chunk.</summary>
    public void Skip(long size) => Move(Math.Max(0, size) + Padding(size));

    private static bool Fill(Stream stream, Span<byte> bytes) => stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;

    private static long Size(ReadOnlySpan<byte> bytes, bool isBigEndian) =>
        isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private long Padding(long size) => _isW64 ? -size & 7 : size & 1;

    private void Move(long bytes)
    {
        if (_stream.CanSeek)
        {
            _stream.Position = bytes < _stream.Length - _stream.Position ? _stream.Position + bytes : _stream.Length;
            return;
        }
        Span<byte> waste = stackalloc byte[512];
        while (bytes > 0)
        {
            var read = _stream.Read(waste[..(int)Math.Min(bytes, waste.Length)]);
            if (read == 0) return;
            bytes -= read;
        }
    }
}
