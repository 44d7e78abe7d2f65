using Mmva.Numerics;

namespace Mmva.Encoders;

/// <summary>Weights of products of matrices, in the order in which the kernel reads them: [tile][plane][depth][columns of the tile].</summary>
/// <remarks>Columns are filters, padded with zeros to whole vectors. A plane is a matrix of its own: one for each transform point.</remarks>
internal sealed unsafe class FilterPanels
{
    private readonly SimdLevel _level;
    private readonly int _planes, _depth;
    private readonly AlignedFloats _values;
    private readonly int[] _offsets;

    /// <param name="level">The vector width.</param>
    /// <param name="columns">Filters.</param>
    /// <param name="planes">Matrices.</param>
    /// <param name="depth">Rows of each.</param>
    /// <param name="write">Writes the weights [planes, depth] of a filter.</param>
    public FilterPanels(SimdLevel level, int columns, int planes, int depth, Action<int, Span<double>> write)
    {
        _level = level;
        _planes = planes;
        _depth = depth;
        var (full, narrow) = (TileKernel.Columns(level), TileKernel.NarrowColumns(level));
        var tiles = new List<(int Start, int Width)>();
        for (var start = 0; start < columns; start += tiles[^1].Width) tiles.Add((start, columns - start <= narrow ? narrow : full));
        Tiles = [.. tiles];
        _offsets = [.. Tiles.Select(tile => tile.Start * planes * depth)];
        _values = new(Tiles.Sum(tile => tile.Width) * planes * depth);
        var values = _values.Span;
        var filter = new double[planes * depth];
        for (var t = 0; t < Tiles.Length; t++)
            for (var c = 0; c < Tiles[t].Width && Tiles[t].Start + c < columns; c++)
            {
                write(Tiles[t].Start + c, filter);
                for (var i = 0; i < filter.Length; i++) values[_offsets[t] + i * Tiles[t].Width + c] = (float)filter[i];
            }
    }

    /// <summary>First filter and width of each tile; the last one may exceed the filters.</summary>
    public (int Start, int Width)[] Tiles { get; }

    /// <summary>c[row][filter] = start + Σ over k of a[row · strideA + k · stepA] · weight[k][filter], for up to six rows.</summary>
    public void Multiply(
        int tile, int plane, float* a, nint strideA, nint stepA, int rows, float* start, nint startStride, float* c, nint strideC)
    {
        var width = Tiles[tile].Width;
        TileKernel.Run(_level, width, new()
        {
            A = a, StrideA = strideA, StepA = stepA, Rows = rows,
            B = _values.Pointer + _offsets[tile] + (nint)plane * _depth * width, Depth = _depth,
            Start = start, StartStride = startStride, C = c, StrideC = strideC,
        });
    }
}
