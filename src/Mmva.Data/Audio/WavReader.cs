using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>Reads WAV (RIFF, RF64 and BW64; integer and float samples) from a file or from a pipe.</summary>
internal static class WavReader
{
    private const int MaxChunks = 10_000, MaxFormatBytes = 4096, BufferBytes = 1 << 16;

    // sizes written by programs that do not know the size: all ones, 2³¹, or a little less
    private const uint UnknownSize = 0xFFFFFFFF, LeastUnknownSize = 0x7FFFF000;

    /// <summary>Reads audio from the stream's position; returns null if it is not WAV, or its samples are compressed.</summary>
    /// <exception cref="MediaException">Truncated, damaged, without samples, or over a limit.</exception>
    public static Waveform? Read(Stream stream, string name, AudioDecoderOptions options, CancellationToken cancellationToken)
    {
        Span<byte> header = stackalloc byte[12];
        if (stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header[8..].SequenceEqual("WAVE"u8)) return null;
        var is64 = header.StartsWith("RF64"u8) || header.StartsWith("BW64"u8);
        if (!is64 && !header.StartsWith("RIFF"u8)) return null;
        var riffSize = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);

        WavFormat? format = null;
        long? size64 = null;
        Span<byte> chunk = stackalloc byte[8];
        for (var chunks = 0; chunks < MaxChunks; chunks++)
        {
            if (stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false) < chunk.Length)
                throw new MediaException(name, "is truncated: the WAV data ends before its samples.");
            var size = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("data"u8))
            {
                if (format is null) throw new MediaException(name, "is damaged: its WAV samples have no format chunk before them.");
                // a program that could not seek back to its header leaves the sizes open
                var open = size == 0
                    ? !stream.CanSeek || riffSize + 8L != stream.Length
                    : size >= LeastUnknownSize && (!stream.CanSeek || size > stream.Length - stream.Position);
                var declared = is64 && size == UnknownSize && size64 is not null ? size64 : open ? null : size;
                return ReadSamples(stream, format, declared, name, options, cancellationToken);
            }
            if (chunk.StartsWith("fmt "u8) || (is64 && chunk.StartsWith("ds64"u8)))
            {
                if (size > MaxFormatBytes) throw new MediaException(name, $"is damaged: its WAV format chunk has {size} bytes.");
                var content = new byte[size];
                if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) < content.Length)
                    throw new MediaException(name, "is truncated in its WAV format chunk.");
                Skip(stream, size & 1);
                if (chunk[0] == 'd') size64 = content.Length >= 16 ? BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(8)) : null;
                else if ((format = WavFormat.Parse(content, name)) is null) return null;
            }
            else Skip(stream, size + (long)(size & 1));
        }
        throw new MediaException(name, $"is damaged: it has more than {MaxChunks:N0} WAV chunks before its samples.");
    }

    private static Waveform ReadSamples(
        Stream stream, WavFormat format, long? size, string name, AudioDecoderOptions options, CancellationToken cancellationToken)
    {
        if (stream.CanSeek)
        {
            var available = stream.Length - stream.Position;
            if (size < 0 || size > available)
                throw new MediaException(name, $"is truncated: its WAV header declares {size} bytes of samples, but the file has only {available}.");
            size ??= available;
        }
        var samples = new SampleCollector(name, format.SampleRate, options, expected: size / format.BytesPerFrame);
        var frame = format.BytesPerFrame;
        var buffer = new byte[Math.Max(1, BufferBytes / frame) * frame];
        var scratch = new float[buffer.Length / format.BytesPerSample];
        for (var left = size is null ? long.MaxValue : size.Value / frame * frame; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var free = samples.Free;
            var wanted = (int)Math.Min(left, Math.Min(buffer.Length, (long)free.Length * frame));
            var read = stream.ReadAtLeast(buffer.AsSpan(0, wanted), wanted, throwOnEndOfStream: false);
            format.Mix(buffer, free[..(read / frame)], scratch);
            samples.Advance(read / frame);
            left -= read;
            if (read < wanted) break;
        }
        return samples.ToWaveform();
    }

    private static void Skip(Stream stream, long bytes)
    {
        if (stream.CanSeek)
        {
            stream.Position = Math.Min(stream.Position + bytes, stream.Length);
            return;
        }
        Span<byte> waste = stackalloc byte[512];
        while (bytes > 0)
        {
            var read = stream.Read(waste[..(int)Math.Min(bytes, waste.Length)]);
            if (read == 0) return;
            bytes -= read;
        }
    }
}
