using System.Numerics.Tensors;
using Mmva;
using Mmva.Data;

namespace TrainCompact;

/// <summary>The linear map before a neck in training: standardized features along their principal components, with their natural spread.</summary>
/// <remarks>
/// Small components then change slowly, as under a ridge penalty, and a step costs a fraction. All layers of an encoder go through the same map,
/// so that it can be folded into the linear layer after the neck's layer mix.
/// </remarks>
internal sealed class FeatureMap
{
    // columns that vary less than this share of the usual are not scaled to variance 1
    private const float SmallestDeviation = 0.1f;

    private readonly int _layers;
    private readonly float[] _means, _scales;
    private readonly float[] _basis; // [components, width]

    private FeatureMap(int layers, float[] means, float[] scales, float[] basis)
    {
        _layers = layers;
        _means = means;
        _scales = scales;
        _basis = basis;
    }

    public FeatureShape Features => new(_layers, _means.Length);

    /// <summary>The shape after the map: the same layers, of components.</summary>
    public FeatureShape Mapped => new(_layers, _basis.Length / _means.Length);

    public static FeatureMap Fit(FeatureSet set, IReadOnlyList<int> rows, int components, int seed)
    {
        var (layers, width) = (set.Shape.Layers, set.Shape.Width);
        (int Row, int Layer)[] vectors = [.. rows.SelectMany(row => Enumerable.Range(0, layers).Select(layer => (row, layer)))];
        var (means, squares) = (new double[width], new double[width]);
        foreach (var (row, layer) in vectors)
        {
            var x = set.Layer(row, layer);
            for (var c = 0; c < width; c++) means[c] += x[c] / (double)vectors.Length;
        }
        foreach (var (row, layer) in vectors)
        {
            var x = set.Layer(row, layer);
            for (var c = 0; c < width; c++) squares[c] += Math.Pow(x[c] - means[c], 2) / vectors.Length;
        }
        var usual = Math.Sqrt(squares.Average());
        float[] scales = [.. squares.Select(s => (float)(1 / Math.Max(Math.Sqrt(s), SmallestDeviation * usual)))];
        var standardized = new float[vectors.Length * width];
        var map = new FeatureMap(layers, [.. means.Select(m => (float)m)], scales, []);
        for (var i = 0; i < vectors.Length; i++)
            map.Standardize(set.Layer(vectors[i].Row, vectors[i].Layer), standardized.AsSpan(i * width, width));

        var basis = PrincipalComponents.Find(standardized, vectors.Length, width, Math.Min(components, Math.Min(vectors.Length, width)), seed);
        map = new(layers, map._means, scales, basis);
        // one scale for all components: their mean square becomes 1
        var mapped = map.Apply(set, rows).Values.Span;
        TensorPrimitives.Multiply(basis, 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares(mapped) / mapped.Length), basis);
        return map;
    }

    /// <summary>Maps rows: [rows, layers, components].</summary>
    public FeatureBatch Apply(FeatureSet set, IReadOnlyList<int> rows)
    {
        var (width, components) = (Features.Width, Mapped.Width);
        var mapped = new float[rows.Count * _layers * components];
        Parallel.For(0, rows.Count * _layers, i =>
        {
            var x = new float[width];
            Standardize(set.Layer(rows[i / _layers], i % _layers), x);
            for (var k = 0; k < components; k++) mapped[i * components + k] = TensorPrimitives.Dot(x, _basis.AsSpan(k * width, width));
        });
        return new(rows.Count, _layers, components, mapped);
    }

    /// <summary>
    /// Rewrites a layer mix and a linear layer on mapped features, y = W · (Σₗ sₗ xₗ + c) + b, for the features; sₗ stays.
    /// </summary>
    public (float[] Weight, float[] Bias) Fold(ReadOnlySpan<float> shares, float offset, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        var (width, components, share) = (Features.Width, Mapped.Width, TensorPrimitives.Sum(shares));
        var (folded, moved) = (new float[bias.Length * width], bias.ToArray());
        for (var o = 0; o < bias.Length; o++)
        {
            var row = folded.AsSpan(o * width, width);
            var weights = weight.Slice(o * components, components);
            for (var k = 0; k < components; k++) TensorPrimitives.MultiplyAdd(_basis.AsSpan(k * width, width), weights[k], row, row);
            TensorPrimitives.Multiply(row, _scales, row);
            moved[o] += offset * TensorPrimitives.Sum(weights) - share * TensorPrimitives.Dot(row, _means);
        }
        return (folded, moved);
    }

    private void Standardize(ReadOnlySpan<float> x, Span<float> target)
    {
        TensorPrimitives.Subtract(x, _means, target);
        TensorPrimitives.Multiply(target, _scales, target);
    }
}
