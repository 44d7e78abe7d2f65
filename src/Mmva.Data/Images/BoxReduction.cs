namespace Mmva.Data;

/// <summary>Reduces an image that comes in rows, top to bottom, to means of squares.</summary>
internal sealed class BoxReduction(int width, int height, int side)
{
    private readonly int _width = Count(width, side);
    private readonly byte[] _pixels = new byte[3 * Count(width, side) * Count(height, side)];
    private readonly int[] _sums = new int[3 * Count(width, side)];
    private int _row;

    /// <summary>The reduced image, once all rows are added.</summary>
    public RgbImage Image => new(_width, Count(height, side), _pixels);

    /// <summary>Adds whole rows of RGB.</summary>
    public void Add(ReadOnlySpan<byte> rows)
    {
        for (; rows.Length > 0; rows = rows[(3 * width)..])
        {
            var (from, to) = (0, 0);
            for (var x = 0; x < width; x++, from += 3)
            {
                _sums[to] += rows[from];
                _sums[to + 1] += rows[from + 1];
                _sums[to + 2] += rows[from + 2];
                if ((x + 1) % side == 0) to += 3;
            }
            if (++_row % side == 0 || _row == height) Finish();
        }
    }

    private void Finish()
    {
        var tall = (_row - 1) % side + 1;
        var target = _pixels.AsSpan(_sums.Length * ((_row - 1) / side), _sums.Length);
        for (var i = 0; i < _sums.Length; i++)
        {
            var area = tall * Math.Min(side, width - (i / 3 * side));
            target[i] = (byte)((_sums[i] + (area / 2)) / area);
        }
        Array.Clear(_sums);
    }

    private static int Count(int length, int side) => (length + side - 1) / side;
}
