using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The preprocessing of images in a graph, with the bytes of <see cref="ImageResizing"/>.</summary>
internal static class GraphImages
{
    // result columns that are computed at once: they read a part of the image that is a few kernels wide
    private const int ColumnsTogether = 16;

    private const double Support = 2, Unit = 1 << BicubicKernel.FractionBits;

    /// <summary>The square in the middle of an image, resized.</summary>
    /// <param name="image">uint8 [height, width, 3].</param>
    /// <param name="side">Both sides of the result.</param>
    /// <returns>float32 [3, side, side], whole numbers from 0 to 255.</returns>
    public static Term SquareCrop(Term image, int side)
    {
        Term height = image.Size(0), width = image.Size(1), square = height.Min(width);
        Term top = (height - square) / 2, left = (width - square) / 2;
        image = image.Slice(0, top, top + square).Slice(1, left, left + square);
        var target = square.Constant(side).Reshape(1);
        var start = square.Constant(0).Reshape(1);
        return Window(image, (square, target, start), (square, target, start), side);
    }

    /// <summary>Resizes the shortest side of an image and crops the center: <see cref="ImageResizing.ShortestSideCrop"/>.</summary>
    /// <inheritdoc cref="SquareCrop"/>
    public static Term ShortestSideCrop(Term image, int side)
    {
        Term height = image.Size(0), width = image.Size(1), shortest = height.Min(width);
        Term fullHeight = height * side / shortest, fullWidth = width * side / shortest;
        return Window(image, (height, fullHeight, (fullHeight - side) / 2), (width, fullWidth, (fullWidth - side) / 2), side);
    }

    /// <summary>(x / 255 − mean) / deviation, as [1, 3, side, side].</summary>
    public static Term Standardize(Term pixels, IReadOnlyList<float> means, IReadOnlyList<float> deviations)
    {
        var graph = pixels.Graph;
        Term Colors(string name, IReadOnlyList<float> values) => pixels with { Value = graph.Weight(name, [.. values], 3, 1, 1) };
        return ((pixels / 255 - Colors("image_mean", means)) / Colors("image_deviation", deviations)).Unsqueeze(0);
    }

    // a square part of the resized image; an axis is its size, that of the resized image, and the first pixel of the part
    private static Term Window(Term image, Axis rows, Axis columns, int side)
    {
        var pixels = Range(image, side);
        var (top, bottom) = Reach(rows, rows.Offset + pixels);
        var planes = image.Slice(0, First(top), Last(bottom)).Transpose(2, 0, 1); // uint8 [3, rows, width]
        var narrowed = Columns(planes, columns, side); // [3, rows, side]
        return Mix(Weights(rows, rows.Offset + pixels, First(top), Last(bottom)), weights => weights.MatMul(narrowed));
    }

    private static Term Columns(Term planes, Axis columns, int side)
    {
        var graph = planes.Graph;
        var blocks = (side + ColumnsTogether - 1) / ColumnsTogether;
        var all = graph.Loop("columns", columns.From.Constant(blocks), block =>
        {
            var last = columns.To - 1; // columns beyond the result are computed, and dropped
            var pixels = (columns.Offset + block * ColumnsTogether + Range(block, ColumnsTogether)).Min(last);
            var (left, right) = Reach(columns, pixels);
            var part = planes.Slice(2, First(left), Last(right)).As(TensorType.Float32);
            // [3, rows, columns]
            return Mix(Weights(columns, pixels, First(left), Last(right)), weights => part.MatMul(weights.Transpose(1, 0)));
        });
        var joined = all.Transpose(1, 2, 0, 3).Reshape(3, -1, blocks * ColumnsTogether);
        return blocks * ColumnsTogether == side ? joined : joined.Slice(2, 0, side);
    }

    // the first source pixel of each result pixel, and the one after the last
    private static (Term Start, Term End) Reach(Axis axis, Term pixels)
    {
        var reach = axis.Stretch * Support;
        var center = axis.Center(pixels);
        return ((center - reach + 0.5).As(TensorType.Int64).Max(0), (center + reach + 0.5).As(TensorType.Int64).Min(axis.From));
    }

    // float64 [pixels, last − first], as whole numbers of 22 fraction bits
    private static Term Weights(Axis axis, Term pixels, Term first, Term last)
    {
        var source = first.RangeTo(last).As(TensorType.Float64);
        var x = ((source - axis.Center(pixels).Unsqueeze(1) + 0.5) / axis.Stretch).Abs();
        var near = (1.5 * x - 2.5) * x * x + 1;
        var far = (((x - 5) * x + 8) * x - 4) * -0.5;
        var cubic = (x < 1).Choose(near, (x < 2).Choose(far, x.Constant(0)));
        return (cubic / cubic.Sum(1, keep: true) * Unit).Round();
    }

    // Weighted sums, rounded to bytes. Products of bytes and whole weights do not fit into float32; those of the halves of a weight do, exactly.
    private static Term Mix(Term weights, Func<Term, Term> product)
    {
        const int half = 1 << (BicubicKernel.FractionBits / 2);
        var high = (weights / half).Round();
        Term Product(Term part) => product(part.As(TensorType.Float32)).As(TensorType.Float64);
        var sums = Product(high) * half + Product(weights - high * half);
        return ((sums + Unit / 2) / Unit).Floor().Max(0).Min(byte.MaxValue).As(TensorType.Float32);
    }

    private static Term Range(Term any, int count) =>
        new(any.Graph, any.Graph.Weight($"int64 0 to {count - 1}", [.. Enumerable.Range(0, count).Select(i => (long)i)], count), TensorType.Int64);

    private static Term First(Term values) => values.Slice(0, 0, 1);

    private static Term Last(Term values) => values.Slice(0, -1, long.MaxValue);

    // int64 [1] each
    private readonly record struct Axis(Term From, Term To, Term Offset)
    {
        public static implicit operator Axis((Term From, Term To, Term Offset) axis) => new(axis.From, axis.To, axis.Offset);

        public Term Stretch => Scale.Max(1);

        private Term Scale => From.As(TensorType.Float64) / To.As(TensorType.Float64);

        public Term Center(Term pixels) => (pixels.As(TensorType.Float64) + 0.5) * Scale;
    }
}
