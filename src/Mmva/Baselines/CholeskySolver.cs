using System.Numerics.Tensors;

namespace Mmva.Evaluation;

/// <summary>
/// Solves symmetric positive definite systems by Cholesky decomposition. Rows run in parallel; the bits are the same for any number of threads.
/// </summary>
internal static class CholeskySolver
{
    // blocks that stay in the processor's cache while they are multiplied with the others
    private const int BlockRows = 16, BlockLength = 1024;

    /// <summary>Returns the lower triangle of the Gram matrix, the dot products of all pairs of rows of a [size, length] matrix.</summary>
    public static double[] Gram(double[] vectors, int size)
    {
        var length = vectors.Length / size;
        var gram = new double[size * size];
        Parallel.For(0, (size + BlockRows - 1) / BlockRows, block =>
        {
            var (first, end) = (block * BlockRows, Math.Min(size, (block + 1) * BlockRows));
            for (var start = 0; start < length; start += BlockLength)
            {
                var count = Math.Min(BlockLength, length - start);
                for (var j = 0; j < end; j++)
                {
                    var column = vectors.AsSpan(j * length + start, count);
                    for (var i = Math.Max(first, j); i < end; i++)
                        gram[i * size + j] += TensorPrimitives.Dot<double>(vectors.AsSpan(i * length + start, count), column);
                }
            }
        });
        return gram;
    }

    /// <summary>Returns the lower factor L of gram + penalty · I = L · Lᵀ.</summary>
    public static double[] Factor(double[] gram, int size, double penalty)
    {
        var factor = (double[])gram.Clone();
        for (var k = 0; k < size; k++)
        {
            var pivotRow = factor.AsMemory(k * size, k);
            var pivot = factor[k * size + k] + penalty - TensorPrimitives.SumOfSquares<double>(pivotRow.Span);
            pivot = Math.Sqrt(Math.Max(pivot, 1e-300));
            factor[k * size + k] = pivot;
            var column = k;
            // the last few rows are not worth handing to other threads
            if (size - k < 64) for (var i = k + 1; i < size; i++) Eliminate(i);
            else Parallel.For(k + 1, size, Eliminate);

            void Eliminate(int i)
            {
                var product = TensorPrimitives.Dot<double>(factor.AsSpan(i * size, column), pivotRow.Span);
                factor[i * size + column] = (factor[i * size + column] - product) / pivot;
            }
        }
        return factor;
    }

    /// <summary>Solves L · Lᵀ · x = b in place.</summary>
    public static void Solve(double[] factor, Span<double> b)
    {
        var size = b.Length;
        for (var i = 0; i < size; i++) b[i] = (b[i] - TensorPrimitives.Dot<double>(factor.AsSpan(i * size, i), b[..i])) / factor[i * size + i];
        for (var i = size - 1; i >= 0; i--)
        {
            b[i] /= factor[i * size + i];
            for (var j = 0; j < i; j++) b[j] -= b[i] * factor[i * size + j];
        }
    }
}
