using System.Numerics.Tensors;

namespace TrainCompact;

/// <summary>The leading principal directions of centered rows, by subspace iteration (Halko, Martinsson and Tropp 2011).</summary>
internal static class PrincipalComponents
{
    private const int Iterations = 6;

    /// <param name="rows">[count, width], centered.</param>
    /// <param name="components">Directions to find, at most min(count, width).</param>
    /// <returns>[components, width], orthonormal, roughly by falling variance.</returns>
    public static float[] Find(float[] rows, int count, int width, int components, int seed)
    {
        // many rows are summed first: their products have the same directions, and a square matrix is faster to iterate over
        if (count > width) (rows, count) = (Products(rows, count, width), width);
        var random = new Random(seed);
        var basis = new float[components * width];
        for (var i = 0; i < basis.Length; i++) basis[i] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
        Orthonormalize(basis, components, width);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var (last, next) = (basis, new float[basis.Length]);
            Parallel.For(0, components, k =>
            {
                Span<float> from = last.AsSpan(k * width, width), to = next.AsSpan(k * width, width);
                for (var r = 0; r < count; r++)
                {
                    var row = rows.AsSpan(r * width, width);
                    TensorPrimitives.MultiplyAdd(row, TensorPrimitives.Dot(row, from), to, to);
                }
            });
            Orthonormalize(next, components, width);
            basis = next;
        }
        return basis;
    }

    /// <summary>rowsᵀ · rows, [width, width].</summary>
    private static float[] Products(float[] rows, int count, int width)
    {
        var products = new float[width * width];
        const int Block = 32; // columns that share one pass over the rows
        Parallel.For(0, (width + Block - 1) / Block, block =>
        {
            for (var r = 0; r < count; r++)
            {
                var row = rows.AsSpan(r * width, width);
                for (var c = block * Block; c < Math.Min(width, (block + 1) * Block); c++)
                {
                    var sum = products.AsSpan(c * width, width);
                    TensorPrimitives.MultiplyAdd(row, row[c] / count, sum, sum);
                }
            }
        });
        return products;
    }

    /// <summary>Gram and Schmidt, twice, which is enough for float32.</summary>
    private static void Orthonormalize(float[] basis, int components, int width)
    {
        for (var k = 0; k < components; k++)
        {
            var row = basis.AsSpan(k * width, width);
            for (var pass = 0; pass < 2; pass++)
                for (var j = 0; j < k; j++)
                {
                    var other = basis.AsSpan(j * width, width);
                    TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot(row, other), row, row);
                }
            TensorPrimitives.Divide(row, MathF.Max(TensorPrimitives.Norm(row), 1e-20f), row);
        }
    }
}
