using NAudio.Wave;

namespace Mmva.NAudio;

/// <summary>Bytes that a recorder hands over, for NAudio's conversion, which asks for them. Parts of a frame wait for the rest.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class PushedBytes(WaveFormat format) : IWaveProvider
{
    private byte[] _bytes = [];
    private int _start, _end;

    public WaveFormat WaveFormat => format;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var kept = _bytes.AsSpan(_start, _end - _start);
        if (kept.Length + bytes.Length > _bytes.Length)
        {
            var larger = new byte[2 * (kept.Length + bytes.Length)];
            kept.CopyTo(larger);
            _bytes = larger;
        }
        else kept.CopyTo(_bytes);
        (_start, _end) = (0, kept.Length);
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    public int Read(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _end - _start) / format.BlockAlign * format.BlockAlign;
        _bytes.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
