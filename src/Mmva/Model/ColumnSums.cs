using System.Numerics.Tensors;
using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>Sums over the rows of a batch, for the gradients of biases and gains. Each column is summed in row order.</summary>
internal static class ColumnSums
{
    private const int ColumnsOfPart = 128;

    /// <summary>sums[j] = Σᵢ a[i, j].</summary>
    public static void Of(WorkerPool pool, Matrix a, Memory<float> sums) => OfBlock(pool, a, default, sums, default, default, default);

    /// <summary>
    /// sums[j] = Σᵢ a[i, j], products[j] = Σᵢ a[i, j] · b[i, j] and otherSums[j] = Σᵢ other[i, j]. Without rows, b or other is ignored.
    /// </summary>
    public static void OfBlock(
        WorkerPool pool, Matrix a, Matrix b, Memory<float> sums, Memory<float> products, Matrix other, Memory<float> otherSums) =>
        pool.Run(new Work(a, b, sums, products, other, otherSums), (a.Columns + ColumnsOfPart - 1) / ColumnsOfPart);

    private readonly struct Work(Matrix a, Matrix b, Memory<float> sums, Memory<float> products, Matrix other, Memory<float> otherSums)
        : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            int start = part * ColumnsOfPart, count = Math.Min(ColumnsOfPart, a.Columns - start);
            Sum(a, start, sums.Span.Slice(start, count));
            if (other.Rows > 0) Sum(other, start, otherSums.Span.Slice(start, count));
            if (b.Rows == 0) return;
            var target = products.Span.Slice(start, count);
            target.Clear();
            for (var i = 0; i < a.Rows; i++)
                TensorPrimitives.MultiplyAdd(a.Row(i).Slice(start, count), b.Row(i).Slice(start, count), target, target);
        }

        private static void Sum(Matrix values, int start, Span<float> target)
        {
            target.Clear();
            for (var i = 0; i < values.Rows; i++) TensorPrimitives.Add(target, values.Row(i).Slice(start, target.Length), target);
        }
    }
}
