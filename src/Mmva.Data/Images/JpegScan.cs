using System.Runtime.CompilerServices;

namespace Mmva.Data;

/// <summary>Goes through the data of one scan, as libjpeg decodes it, and counts what is there: no pixels are made.</summary>
internal ref struct JpegScan
{
    private const byte FirstRestart = 0xD0, LastRestart = 0xD7;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly JpegFrame.Component[] _components;
    private readonly (JpegHuffmanTable? Dc, JpegHuffmanTable? Ac)[] _tables;
    private readonly bool _isProgressive;
    private readonly int _first, _last, _high, _mcusAcross, _mcus, _restartInterval;
    private JpegBits _bits;
    private int _endOfBand, _nextRestart;

    private JpegScan(
        ReadOnlySpan<byte> bytes, int start, JpegFrame frame, JpegFrame.Component[] components, (JpegHuffmanTable?, JpegHuffmanTable?)[] tables,
        int first, int last, int high, int restartInterval)
    {
        _bytes = bytes;
        _bits = new(bytes, start);
        _components = components;
        _tables = tables;
        _isProgressive = frame.IsProgressive;
        _first = first;
        _last = last;
        _high = high;
        _mcusAcross = components.Length == 1 ? components[0].BlocksAcross : frame.McusAcross;
        _mcus = _mcusAcross * (components.Length == 1 ? components[0].BlocksDown : frame.McusDown);
        _restartInterval = restartInterval;
    }

    /// <summary>Whether a scan has no MCU too few.</summary>
    public enum Outcome
    {
        Whole,
        Short,
        Invalid,
    }

    /// <summary>Goes through a scan.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="at">Where the data of the scan begin; where they end.</param>
    /// <param name="header">The SOS segment.</param>
    /// <param name="frame">The frame, whose coverage is updated.</param>
    /// <param name="dc">The current tables for DC coefficients.</param>
    /// <param name="ac">The current tables for AC coefficients.</param>
    /// <param name="restartInterval">The MCUs between two restart markers, or 0.</param>
    /// <param name="check">Called now and then; throws to end the work.</param>
    public static Outcome Walk(
        ReadOnlySpan<byte> bytes, ref int at, ReadOnlySpan<byte> header, JpegFrame frame, JpegHuffmanTable?[] dc, JpegHuffmanTable?[] ac,
        int restartInterval, Action check)
    {
        if (header.Length < 1 || header[0] is 0 or > 4 || header.Length < 4 + (2 * header[0])) return Outcome.Invalid;
        var count = header[0];
        var components = new JpegFrame.Component[count];
        var tables = new (JpegHuffmanTable? Dc, JpegHuffmanTable? Ac)[count];
        for (var i = 0; i < count; i++)
        {
            var (id, table) = (header[1 + (2 * i)], header[2 + (2 * i)]);
            if (Array.Find(frame.Components, c => c.Id == id) is not { } component || components.Contains(component)) return Outcome.Invalid;
            components[i] = component;
            tables[i] = (dc[(table >> 4) & 3], ac[table & 3]);
        }
        var parameters = header[(1 + (2 * count))..];
        int first = parameters[0], last = parameters[1], high = parameters[2] >> 4, low = parameters[2] & 15;
        if (!frame.IsProgressive) (first, last, high, low) = (0, 63, 0, 0);
        if (first > last || last > 63 || (frame.IsProgressive && first > 0 && count > 1)) return Outcome.Invalid;
        if (frame.IsProgressive && first == 0) last = 0;
        var needsDc = first == 0 && high == 0;
        var needsAc = last > 0;
        foreach (var (dcTable, acTable) in tables)
            if ((needsDc && dcTable is null) || (needsAc && acTable is null)) return Outcome.Invalid;
        foreach (var component in components)
        {
            component.Precision.AsSpan(first, last - first + 1).Fill((byte)low);
            if (frame.IsProgressive && needsAc) component.Nonzero ??= new ulong[component.Stride * (frame.McusDown * component.Down)];
        }
        var scan = new JpegScan(bytes, at, frame, components, tables, first, last, high, restartInterval);
        var outcome = scan.Walk(check);
        at = scan._bits.Align();
        return outcome;
    }

    private Outcome Walk(Action check)
    {
        var starved = false;
        for (int mcu = 0, column = 0, row = 0; mcu < _mcus; mcu++)
        {
            if (_restartInterval > 0 && mcu > 0 && mcu % _restartInterval == 0)
            {
                if (!Restart(out starved)) return Outcome.Short;
            }
            if (!starved)
            {
                Mcu(column, row);
                if (_bits.RanOut)
                {
                    // damaged data between two restart markers is no missing row
                    if (_restartInterval == 0 || !IsRestart(_bits.Align(), out _)) return Outcome.Short;
                    starved = true;
                }
            }
            if (++column == _mcusAcross)
            {
                column = 0;
                row++;
                check();
            }
        }
        return Outcome.Whole;
    }

    // What libjpeg does with markers that are missing or one too many (jpeg_resync_to_restart).
    private bool Restart(out bool starved)
    {
        var expected = _nextRestart;
        _nextRestart = (_nextRestart + 1) & 7;
        _endOfBand = 0;
        starved = false;
        var at = _bits.Align();
        while (true)
        {
            while (at + 1 < _bytes.Length && (_bytes[at] != 0xFF || _bytes[at + 1] is 0 or 0xFF)) at++;
            if (!IsRestart(at, out var number))
            {
                _bits.Continue(Math.Min(at, _bytes.Length));
                return false;
            }
            var ahead = (number - expected) & 7;
            if (ahead is 1 or 2)
            {
                _bits.Continue(at);
                starved = true;
                return true;
            }
            at += 2;
            if (ahead is 6 or 7) continue;
            _bits.Continue(at);
            return true;
        }
    }

    private readonly bool IsRestart(int at, out int number)
    {
        var marker = at + 1 < _bytes.Length && _bytes[at] == 0xFF ? _bytes[at + 1] : 0;
        number = marker - FirstRestart;
        return marker is >= FirstRestart and <= LastRestart;
    }

    private void Mcu(int column, int row)
    {
        for (var i = 0; i < _components.Length; i++)
        {
            var component = _components[i];
            var (across, down) = _components.Length == 1 ? (1, 1) : (component.Across, component.Down);
            for (var y = 0; y < down; y++)
                for (var x = 0; x < across; x++)
                {
                    if (!_isProgressive) Sequential(_tables[i].Dc!, _tables[i].Ac!);
                    else if (_first == 0) ProgressiveDc(_tables[i].Dc);
                    else Band(_tables[i].Ac!, ref component.Nonzero![(((row * down) + y) * component.Stride) + (column * across) + x]);
                }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Sequential(JpegHuffmanTable dc, JpegHuffmanTable ac)
    {
        _bits.Read(_bits.Symbol(dc) & 15);
        for (var k = 1; k < 64; k++)
        {
            var symbol = _bits.Symbol(ac);
            var size = symbol & 15;
            if (size != 0) _bits.Read(size);
            else if (symbol >> 4 != 15) return;
            k += symbol >> 4;
        }
    }

    private void ProgressiveDc(JpegHuffmanTable? dc) => _bits.Read(_high == 0 ? _bits.Symbol(dc!) & 15 : 1);

    private void Band(JpegHuffmanTable ac, ref ulong nonzero)
    {
        if (_high == 0) FirstOfBand(ac, ref nonzero);
        else RefinedBand(ac, ref nonzero);
    }

    private void FirstOfBand(JpegHuffmanTable ac, ref ulong nonzero)
    {
        if (_endOfBand > 0)
        {
            _endOfBand--;
            return;
        }
        for (var k = _first; k <= _last; k++)
        {
            var symbol = _bits.Symbol(ac);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run != 15)
            {
                _endOfBand = (1 << run) + _bits.Read(run) - 1;
                return;
            }
            k += run;
            if (size == 0) continue;
            _bits.Read(size);
            if (k < 64) nonzero |= 1UL << k;
        }
    }

    private void RefinedBand(JpegHuffmanTable ac, ref ulong nonzero)
    {
        var k = _first;
        if (_endOfBand == 0)
        {
            for (; k <= _last; k++)
            {
                var symbol = _bits.Symbol(ac);
                var (run, size) = (symbol >> 4, symbol & 15);
                if (size != 0) _bits.Read(1);
                else if (run != 15)
                {
                    _endOfBand = (1 << run) + _bits.Read(run);
                    break;
                }
                for (; k <= _last; k++)
                {
                    if ((nonzero >> k & 1) != 0) _bits.Read(1);
                    else if (--run < 0) break;
                }
                if (size != 0 && k <= _last) nonzero |= 1UL << k;
                if (_bits.RanOut) return;
            }
        }
        if (_endOfBand == 0) return;
        if (k <= _last) _bits.Skip(System.Numerics.BitOperations.PopCount(nonzero >> k << k & (~0UL >> (63 - _last))));
        _endOfBand--;
    }
}
