using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Tests.Numerics;

public sealed class MatrixProductTests
{
    private static readonly (int M, int K, int N)[] Sizes =
    [
        (1, 1, 1), (2, 3, 5), (6, 16, 64), (7, 40, 33), (9, 13, 130), (61, 127, 65), (128, 1030, 2), (4, 700, 130),
        (5, 0, 3), (0, 4, 4), (130, 520, 97),
    ];

    public static TheoryData<int> Levels() => [.. Enum.GetValues<SimdLevel>().Select(l => (int)l)];

    [Theory, MemberData(nameof(Levels))]
    public void Every_form_equals_the_sum_of_products(int level)
    {
        using var pool = new WorkerPool(2, (SimdLevel)level);
        foreach (var (m, k, n) in Sizes)
        {
            Matrix a = Random(m, k, 1), b = Random(k, n, 2), start = Random(m, n, 3);
            var bias = Random(1, n, 4).Row(0).ToArray();
            Check(a, b, _ => 0, c => MatrixProduct.Multiply(pool, a, b, c));
            Check(a, b, (i, j) => start.Row(i)[j], c =>
            {
                for (var i = 0; i < m; i++) start.Row(i).CopyTo(c.Row(i));
                MatrixProduct.Multiply(pool, a, b, c, accumulate: true);
            });
            Check(a, b, (_, j) => bias[j], c => MatrixProduct.MultiplyByTransposed(pool, a, Transposed(b), c, bias));
            Check(a, b, _ => 0, c => MatrixProduct.TransposedMultiply(pool, Transposed(a), b, c));
        }
    }

    [Fact]
    public void Parts_of_wider_matrices_are_read_and_written_in_place()
    {
        using var pool = new WorkerPool(2);
        Matrix wide = Random(20, 90, 5), b = Random(30, 40, 6), target = Random(20, 100, 7);
        var before = target.Span.ToArray();

        MatrixProduct.Multiply(pool, wide.SliceColumns(50, 30), b, target.SliceColumns(10, 40));

        Check(wide.SliceColumns(50, 30), b, _ => 0, c => { for (var i = 0; i < 20; i++) target.SliceColumns(10, 40).Row(i).CopyTo(c.Row(i)); });
        for (var i = 0; i < 20; i++)
        {
            target.Row(i)[..10].ToArray().Should().Equal(before[(100 * i)..(100 * i + 10)]);
            target.Row(i)[50..].ToArray().Should().Equal(before[(100 * i + 50)..(100 * i + 100)]);
        }
    }

    [Theory, MemberData(nameof(Levels))]
    public void Any_number_of_threads_gives_the_same_bits(int level)
    {
        Matrix a = Random(131, 700, 8), b = Random(200, 700, 9);
        var results = new List<float[]>();
        foreach (var threads in new[] { 1, 2, 3, 7 })
        {
            using var pool = new WorkerPool(threads, (SimdLevel)level);
            var c = new Matrix(131, 200);
            MatrixProduct.MultiplyByTransposed(pool, a, b, c);
            results.Add(c.Span.ToArray());
        }
        foreach (var result in results) result.AsSpan().SequenceEqual(results[0]).Should().BeTrue();
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        using var pool = new WorkerPool(1);
        var act = () => MatrixProduct.Multiply(pool, new Matrix(2, 3), new Matrix(4, 5), new Matrix(2, 5));
        act.Should().Throw<ArgumentException>().WithMessage("*[2, 3] × [4, 5] into [2, 5]*");
    }

    internal static Matrix Random(int rows, int columns, ulong seed)
    {
        var matrix = new Matrix(rows, columns);
        var random = new RandomSource(seed);
        foreach (ref var value in matrix.Span) value = 2 * random.NextSingle() - 1;
        return matrix;
    }

    private static Matrix Transposed(Matrix matrix)
    {
        var result = new Matrix(matrix.Columns, matrix.Rows);
        for (var i = 0; i < matrix.Rows; i++)
            for (var j = 0; j < matrix.Columns; j++)
                result.Row(j)[i] = matrix.Row(i)[j];
        return result;
    }

    private static void Check(Matrix a, Matrix b, Func<int, double> start, Action<Matrix> multiply) => Check(a, b, (_, j) => start(j), multiply);

    private static void Check(Matrix a, Matrix b, Func<int, int, double> start, Action<Matrix> multiply)
    {
        var c = Random(a.Rows, b.Columns, 10);
        multiply(c);
        for (var i = 0; i < a.Rows; i++)
            for (var j = 0; j < b.Columns; j++)
            {
                var sum = start(i, j);
                for (var k = 0; k < a.Columns; k++) sum += (double)a.Row(i)[k] * b.Row(k)[j];
                if (Math.Abs(c.Row(i)[j] - sum) > 1e-5 * (1 + Math.Sqrt(a.Columns)))
                    Assert.Fail($"[{a.Rows}, {a.Columns}] × [.., {b.Columns}] at ({i}, {j}): {c.Row(i)[j]} instead of {sum}");
            }
    }
}
