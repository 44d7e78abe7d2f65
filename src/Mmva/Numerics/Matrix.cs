namespace Mmva.Numerics;

/// <summary>A view of row-major float32 values. The stride can exceed the row length, so that a view can be part of a wider matrix.</summary>
internal readonly struct Matrix
{
    private readonly float[] _data;
    private readonly int _offset;

    public Matrix(int rows, int columns) : this(new float[(long)rows * columns], 0, rows, columns, columns) { }

    public Matrix(float[] data, int offset, int rows, int columns, int stride)
    {
        if (offset < 0 || rows < 0 || columns < 0 || stride < columns || (rows > 0 && offset + (long)(rows - 1) * stride + columns > data.Length))
            throw new ArgumentException($"A matrix [{rows}, {columns}] of stride {stride} at {offset} does not fit into {data.Length} values.");
        _data = data;
        _offset = offset;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    public int Rows { get; }

    public int Columns { get; }

    public int Stride { get; }

    public Span<float> Row(int row) => _data.AsSpan(_offset + row * Stride, Columns);

    /// <summary>All values from the first to the last, including gaps between rows.</summary>
    public Span<float> Span => Rows == 0 ? [] : _data.AsSpan(_offset, (Rows - 1) * Stride + Columns);

    public Matrix SliceRows(int start, int count) => new(_data, _offset + start * Stride, count, Columns, Stride);

    public Matrix SliceColumns(int start, int count) => new(_data, _offset + start, Rows, count, Stride);
}
