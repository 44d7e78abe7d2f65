using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>Reads WAV (RIFF, RIFX, which is big-endian, RF64, BW64 and W64; integer and float samples) from a file or from a pipe.</summary>
internal static class WavReader
{
    private const int MaxChunks = 10_000, MaxFormatBytes = 4096, BufferBytes = 1 << 16;

    /// <summary>Reads audio from the stream's position; returns null if it is not WAV, its samples are compressed, or a pipe has none.</summary>
    /// <exception cref="MediaException">Truncated, damaged, without samples, or over a limit.</exception>
    public static Waveform? Read(
        Stream stream, string name, AudioDecoderOptions options, CancellationToken cancellationToken, ChannelMix? mix = null)
    {
        if (WavChunks.Open(stream) is not { } chunks) return null;
        WavFormat? format = null;
        long? size64 = null;
        for (var count = 0; count < MaxChunks; count++)
        {
            if (chunks.Next() is not var (id, size)) throw new MediaException(name, "is truncated: the WAV data ends before its samples.");
            if (id == "data")
            {
                if (format is null) throw new MediaException(name, "is damaged: its WAV samples have no format chunk before them.");
                var declared = chunks.HasSize64 && size == uint.MaxValue && size64 is not null ? size64.Value : size;
                return ReadSamples(stream, format, chunks.IsOpen(declared) ? null : declared, name, options, mix ?? new(), cancellationToken);
            }
            if (id == "fmt " || (id == "ds64" && chunks.HasSize64))
            {
                if (size is < 0 or > MaxFormatBytes) throw new MediaException(name, $"is damaged: its WAV format chunk has {size} bytes.");
                if (chunks.Content((int)size) is not { } content) throw new MediaException(name, "is truncated in its WAV format chunk.");
                if (id == "ds64") size64 = content.Length >= 16 ? BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(8)) : null;
                else if ((format = WavFormat.Parse(content, chunks.IsBigEndian, name)) is null) return null;
            }
            else chunks.Skip(size);
        }
        throw new MediaException(name, $"is damaged: it has more than {MaxChunks:N0} WAV chunks before its samples.");
    }

    private static Waveform? ReadSamples(
        Stream stream, WavFormat format, long? size, string name, AudioDecoderOptions options, ChannelMix mix, CancellationToken cancellationToken)
    {
        if (stream.CanSeek)
        {
            var available = stream.Length - stream.Position;
            var bytesPerSecond = (double)format.BytesPerFrame * format.SampleRate;
            if (StatedLength.Misses(available / bytesPerSecond, size / bytesPerSecond, StatedLength.PcmTolerance))
                throw new MediaException(name, $"is truncated: its WAV header declares {size} bytes of samples, but the file has only {available}.");
            size = Math.Min(size ?? available, available);
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
            var interleaved = scratch.AsSpan(0, read / frame * format.Channels);
            format.ToFloats(buffer, interleaved);
            mix.Mix(interleaved, format.Channels, free[..(read / frame)]);
            samples.Advance(read / frame);
            left -= read;
            if (read < wanted) break;
        }
        return samples.IsEmpty && !stream.CanSeek ? null : samples.ToWaveform();
    }
}
