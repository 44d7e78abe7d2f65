using System.Numerics.Tensors;

namespace Mmva.Numerics;

/// <summary>The float32 matrix product.</summary>
/// <remarks>
/// The result is divided into panels of columns and, if there are few panels, also into blocks of rows. One part copies its panel of B into memory
/// of its thread and runs the kernel down the rows of A, which is not copied. The sum over k is never divided among threads.
/// Products with few rows, for example the prediction for one item, are plain dot products instead.
/// </remarks>
internal static unsafe class MatrixProduct
{
    private const int MaxDepth = 512; // a packed panel of 64 columns then takes 128 KB and stays in the second-level cache
    private const int MinRowsOfPart = 4 * TileKernel.Rows;
    private const int PartsPerThread = 3;
    private const int FewRows = 4; // with so few rows, packing all of B does not pay
    private const int DotsOfPart = 64;

    /// <summary>C = A · B.</summary>
    public static void Multiply(WorkerPool pool, Matrix a, Matrix b, Matrix c, bool accumulate = false) =>
        Run(pool, a, false, b, false, c, default, accumulate);

    /// <summary>C = A · Bᵀ + bias, the forward pass of a linear layer; the bias is a row or empty.</summary>
    public static void MultiplyByTransposed(WorkerPool pool, Matrix a, Matrix b, Matrix c, ReadOnlyMemory<float> bias = default) =>
        Run(pool, a, false, b, true, c, bias, false);

    /// <summary>C = Aᵀ · B, the gradient of a weight.</summary>
    public static void TransposedMultiply(WorkerPool pool, Matrix a, Matrix b, Matrix c) =>
        Run(pool, a, true, b, false, c, default, false);

    private static void Run(
        WorkerPool pool, Matrix a, bool transposeA, Matrix b, bool transposeB, Matrix c, ReadOnlyMemory<float> bias, bool accumulate)
    {
        var (rows, depth) = transposeA ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        var (depthB, columns) = transposeB ? (b.Columns, b.Rows) : (b.Rows, b.Columns);
        if (depth != depthB || c.Rows != rows || c.Columns != columns || (!bias.IsEmpty && bias.Length != columns))
            throw new ArgumentException(
                $"Matrix product: [{rows}, {depth}] × [{depthB}, {columns}] into [{c.Rows}, {c.Columns}], bias {bias.Length}: sizes differ.");
        if (rows == 0 || columns == 0) return;
        if (transposeB && rows <= FewRows)
        {
            pool.Run(new DotWork(a, b, c, bias), (columns + DotsOfPart - 1) / DotsOfPart);
            return;
        }

        var panelColumns = TileKernel.Columns(pool.Level);
        var panels = (columns + panelColumns - 1) / panelColumns;
        var blocks = pool.Threads == 1
            ? 1
            : Math.Clamp((PartsPerThread * pool.Threads + panels - 1) / panels, 1, Math.Max(1, rows / MinRowsOfPart));
        pool.Run(new PanelWork(pool.Level, a, transposeA, b, transposeB, c, bias, accumulate, depth, blocks, pool.Threads), panels * blocks);
    }

    private readonly struct DotWork(Matrix a, Matrix b, Matrix c, ReadOnlyMemory<float> bias) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            for (var j = part * DotsOfPart; j < Math.Min(b.Rows, (part + 1) * DotsOfPart); j++)
                for (var i = 0; i < a.Rows; i++)
                    c.Row(i)[j] = TensorPrimitives.Dot<float>(a.Row(i), b.Row(j)) + (bias.IsEmpty ? 0 : bias.Span[j]);
        }
    }

    private readonly struct PanelWork(
        SimdLevel level, Matrix a, bool transposeA, Matrix b, bool transposeB, Matrix c, ReadOnlyMemory<float> bias, bool accumulate, int depth,
        int blocks, int threads) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            int full = TileKernel.Columns(level), column = part / blocks * full, width = Math.Min(full, c.Columns - column);
            var tiles = (c.Rows + TileKernel.Rows - 1) / TileKernel.Rows;
            int block = part % blocks, firstRow = (int)((long)tiles * block / blocks) * TileKernel.Rows;
            var endRow = Math.Min(c.Rows, (int)((long)tiles * (block + 1) / blocks) * TileKernel.Rows);
            var panelColumns = width > TileKernel.NarrowColumns(level) ? full : TileKernel.NarrowColumns(level);

            var edge = scratch.Tile((TileKernel.Rows + 1) * full);
            var start = edge[(TileKernel.Rows * full)..];
            start.Clear();
            if (!bias.IsEmpty) bias.Span.Slice(column, width).CopyTo(start);
            fixed (float* aData = a.Span, bData = b.Span, cData = c.Span, edgeData = edge, startData = start,
                panel = scratch.Panel(Math.Min(depth, MaxDepth) * panelColumns))
            {
                for (var k = 0; k == 0 || k < depth; k += MaxDepth)
                {
                    var kDepth = Math.Min(MaxDepth, depth - k);
                    if (transposeB) PanelPacking.Transposed(bData + (long)column * b.Stride + k, b.Stride, kDepth, width, panel, panelColumns);
                    else PanelPacking.Rows(bData + (long)k * b.Stride + column, b.Stride, kDepth, width, panel, panelColumns);
                    for (int row = firstRow, rows; row < endRow; row += rows)
                    {
                        rows = TileKernel.RowsOfNext(endRow - row);
                        var target = cData + (long)row * c.Stride + column;
                        PrefetchPanel(
                            bData, k + kDepth < depth ? (column, k + kDepth) : ((part + threads) / blocks * full, 0),
                            row - firstRow, endRow - firstRow);
                        Prefetch.Rows(target + (long)rows * c.Stride, c.Stride, Math.Min(TileKernel.Rows, endRow - row - rows), width);
                        var tile = new TileKernel.Tile
                        {
                            A = transposeA ? aData + (long)k * a.Stride + row : aData + (long)row * a.Stride + k,
                            StrideA = transposeA ? 1 : a.Stride,
                            StepA = transposeA ? a.Stride : 1,
                            B = panel,
                            Depth = kDepth,
                            C = target,
                            StrideC = c.Stride,
                            Start = startData,
                            Rows = rows,
                        };
                        if (accumulate || k > 0)
                        {
                            tile.Start = target;
                            tile.StartStride = c.Stride;
                        }
                        if (width == panelColumns) TileKernel.Run(level, width, tile);
                        else RunEdge(level, width, panelColumns, tile, edgeData);
                    }
                }
            }
        }

        // the panel that this thread will probably pack next, a fraction of it with every tile
        private void PrefetchPanel(float* bData, (int Column, int K) at, int row, int rows)
        {
            int width = Math.Min(TileKernel.Columns(level), c.Columns - at.Column), kDepth = Math.Min(MaxDepth, depth - at.K);
            if (width <= 0) return;
            var (panelRows, length) = transposeB ? (width, kDepth) : (kDepth, width);
            int start = panelRows * row / rows, end = Math.Min(panelRows, panelRows * (row + TileKernel.Rows) / rows);
            var source = transposeB ? bData + (long)at.Column * b.Stride + at.K : bData + (long)at.K * b.Stride + at.Column;
            Prefetch.Rows(source + (long)start * b.Stride, b.Stride, end - start, length);
        }

        // a tile that extends beyond the right edge is computed in memory of full width
        private static void RunEdge(SimdLevel level, int width, int panelColumns, TileKernel.Tile tile, float* edge)
        {
            var target = tile.C;
            var stride = tile.StrideC;
            if (tile.StartStride != 0)
            {
                Copy(tile.Start, stride, edge, panelColumns, tile.Rows, width);
                tile.Start = edge;
                tile.StartStride = panelColumns;
            }
            tile.C = edge;
            tile.StrideC = panelColumns;
            TileKernel.Run(level, panelColumns, tile);
            Copy(edge, panelColumns, target, stride, tile.Rows, width);
        }

        private static void Copy(float* source, nint sourceStride, float* target, nint targetStride, int rows, int width)
        {
            for (var i = 0; i < rows; i++)
                new ReadOnlySpan<float>(source + i * sourceStride, width).CopyTo(new Span<float>(target + i * targetStride, width));
        }
    }
}
