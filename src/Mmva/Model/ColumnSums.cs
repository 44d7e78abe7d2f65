using System.Numerics.Tensors;
using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>Sums over the rows of a batch, for the gradients of biases and gains. Each column is summed in row order.</summary>
internal static class ColumnSums
{
    private const int ColumnsOfPart = 128;

    /// <summary>target[j] = Σᵢ a[i, j].</summary>
    public static void Of(WorkerPool pool, Matrix a, Memory<float> target) => Run(pool, a, null, target);

    /// <summary>target[j] = Σᵢ a[i, j] · b[i, j].</summary>
    public static void OfProduct(WorkerPool pool, Matrix a, Matrix b, Memory<float> target) => Run(pool, a, b, target);

    private static void Run(WorkerPool pool, Matrix a, Matrix? b, Memory<float> target) =>
        pool.Run(new Work(a, b, target), (a.Columns + ColumnsOfPart - 1) / ColumnsOfPart);

    private readonly struct Work(Matrix a, Matrix? b, Memory<float> target) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            int start = part * ColumnsOfPart, count = Math.Min(ColumnsOfPart, a.Columns - start);
            var sums = target.Span.Slice(start, count);
            sums.Clear();
            for (var i = 0; i < a.Rows; i++)
            {
                var row = a.Row(i).Slice(start, count);
                if (b is { } factor) TensorPrimitives.MultiplyAdd(row, factor.Row(i).Slice(start, count), sums, sums);
                else TensorPrimitives.Add(sums, row, sums);
            }
        }
    }
}
