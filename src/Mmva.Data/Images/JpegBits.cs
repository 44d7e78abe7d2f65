namespace Mmva.Data;

/// <summary>Reads the bits of a scan up to its next marker. Bits behind it are zeros, which <see cref="RanOut"/> reports.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> bytes, int start)
{
    private const int Buffered = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at = start;
    private ulong _buffer; // left-aligned
    private int _count;
    private bool _atMarker;

    /// <summary>Whether more bits were read than there are.</summary>
    public readonly bool RanOut => _count < 0;

    public int Symbol(JpegHuffmanTable table)
    {
        if (_count < Buffered / 2) Fill();
        var symbol = table.Symbol((int)(_buffer >> (Buffered - 16)), out var length);
        Drop(length);
        return symbol;
    }

    /// <param name="count">0 to 16.</param>
    public int Read(int count)
    {
        if (count == 0) return 0;
        if (_count < count) Fill();
        var value = (int)(_buffer >> (Buffered - count));
        Drop(count);
        return value;
    }

    /// <param name="count">0 to 64.</param>
    public void Skip(int count)
    {
        for (; count > 16; count -= 16) Read(16);
        Read(count);
    }

    /// <summary>Drops what is left of the last byte, and returns the position of the first byte that was not read.</summary>
    public int Align()
    {
        for (var unread = Math.Max(0, _count) / 8; unread > 0; unread--) _at -= _bytes[_at - 1] == 0 && _bytes[_at - 2] == 0xFF ? 2 : 1;
        _buffer = 0;
        _count = 0;
        return _at;
    }

    /// <summary>Goes on at a position, after <see cref="Align"/>.</summary>
    public void Continue(int at)
    {
        _at = at;
        _atMarker = false;
    }

    private void Drop(int count)
    {
        _buffer <<= count;
        _count -= count;
    }

    private void Fill()
    {
        if (_atMarker) return;
        while (_count <= Buffered - 8)
        {
            if (_at >= _bytes.Length) break;
            var next = _bytes[_at];
            if (next == 0xFF)
            {
                if (_at + 1 >= _bytes.Length || _bytes[_at + 1] != 0) break;
                _at++;
            }
            _at++;
            _buffer |= (ulong)next << (Buffered - 8 - _count);
            _count += 8;
        }
        _atMarker = _count <= Buffered - 8;
    }
}
