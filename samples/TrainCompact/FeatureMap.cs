using System.Numerics.Tensors;
using Mmva.Encoders;

namespace TrainCompact;

/// <summary>
/// The linear map that training puts before a neck: features are brought to mean 0 and variance 1, and laid along their principal components with their natural spread.
/// Small components then change slowly, as under a ridge penalty, and a step costs a fraction. Afterwards the map disappears into the neck's linear layer.
/// </summary>
internal sealed class FeatureMap
{
    /// <summary>Columns that vary less than this share of the usual are not blown up to variance 1.</summary>
    private const float SmallestDeviation = 0.1f;

    private readonly float[] _means, _scales;
    private readonly float[] _basis; // [components, width]

    private FeatureMap(float[] means, float[] scales, float[] basis) => (_means, _scales, _basis) = (means, scales, basis);

    public int Components => _basis.Length / _means.Length;

    public int Width => _means.Length;

    /// <summary>Fits the map to the training rows.</summary>
    public static FeatureMap Fit(RatedSet set, IReadOnlyList<int> rows, int components, int seed)
    {
        var (means, squares) = (new double[set.Width], new double[set.Width]);
        foreach (var row in rows)
            for (var c = 0; c < set.Width; c++) means[c] += set.Row(row)[c] / (double)rows.Count;
        foreach (var row in rows)
            for (var c = 0; c < set.Width; c++) squares[c] += Math.Pow(set.Row(row)[c] - means[c], 2) / rows.Count;
        var usual = Math.Sqrt(squares.Average());
        float[] scales = [.. squares.Select(s => (float)(1 / Math.Max(Math.Sqrt(s), SmallestDeviation * usual)))];
        var standardised = new float[rows.Count * set.Width];
        var map = new FeatureMap([.. means.Select(m => (float)m)], scales, []);
        for (var i = 0; i < rows.Count; i++) map.Standardise(set.Row(rows[i]), standardised.AsSpan(i * set.Width, set.Width));

        var basis = PrincipalComponents.Find(standardised, rows.Count, set.Width, Math.Min(components, Math.Min(rows.Count, set.Width)), seed);
        map = new(map._means, scales, basis);
        // one scale for all components: their mean square becomes 1
        var mapped = map.Apply(set, rows).Values.Span;
        TensorPrimitives.Multiply(basis, 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares(mapped) / mapped.Length), basis);
        return map;
    }

    /// <summary>Maps rows: [rows, 1, components].</summary>
    public FeatureBatch Apply(RatedSet set, IReadOnlyList<int> rows)
    {
        var mapped = new float[rows.Count * Components];
        Parallel.For(0, rows.Count, i =>
        {
            var x = new float[Width];
            Standardise(set.Row(rows[i]), x);
            for (var k = 0; k < Components; k++) mapped[i * Components + k] = TensorPrimitives.Dot(x, _basis.AsSpan(k * Width, Width));
        });
        return new(rows.Count, 1, Components, mapped);
    }

    /// <summary>A linear layer on mapped features, rewritten for the features themselves.</summary>
    /// <param name="weight">[outputs, components].</param>
    /// <param name="bias">[outputs].</param>
    public (float[] Weight, float[] Bias) Fold(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        var (folded, offset) = (new float[bias.Length * Width], bias.ToArray());
        for (var o = 0; o < bias.Length; o++)
        {
            var row = folded.AsSpan(o * Width, Width);
            for (var k = 0; k < Components; k++) TensorPrimitives.MultiplyAdd(_basis.AsSpan(k * Width, Width), weight[o * Components + k], row, row);
            TensorPrimitives.Multiply(row, _scales, row);
            offset[o] -= TensorPrimitives.Dot(row, _means);
        }
        return (folded, offset);
    }

    private void Standardise(ReadOnlySpan<float> x, Span<float> target)
    {
        TensorPrimitives.Subtract(x, _means, target);
        TensorPrimitives.Multiply(target, _scales, target);
    }
}
