using System.Numerics;
using System.Numerics.Tensors;

namespace Mmva.Evaluation;

/// <summary>A standardized ridge problem, solved for several penalties with one Gram matrix.</summary>
internal sealed class RidgeProblem
{
    /// <summary>
    /// The smallest standard deviation to divide by, relative to that of all columns. Nearly constant columns are not scaled to variance 1:
    /// a unit that is always off in training would dominate the prediction when it fires.
    /// </summary>
    private const double SmallestDeviation = 0.1;

    private readonly int _rows, _width, _outputs;
    private readonly double[] _means, _scales, _targetMeans;
    private readonly double[] _columns; // standardized, [width, rows]
    private readonly double[] _targets; // centered, [outputs, rows]

    public RidgeProblem(ReadOnlySpan<float> features, ReadOnlySpan<float> targets, int rows)
    {
        if (rows < 2 || features.Length % rows != 0 || targets.Length % rows != 0 || features.IsEmpty || targets.IsEmpty)
            throw new ArgumentException(
                $"{features.Length} features and {targets.Length} targets cannot be divided into {rows} rows; at least 2 rows are needed.");
        _rows = rows;
        _width = features.Length / rows;
        _outputs = targets.Length / rows;
        _columns = Transposed(features, rows, _width);
        (_means, _scales) = (new double[_width], new double[_width]);
        for (var c = 0; c < _width; c++)
        {
            var column = _columns.AsSpan(c * rows, rows);
            _means[c] = Center(column);
            _scales[c] = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(column) / rows);
        }
        var usual = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(_scales) / _width);
        for (var c = 0; c < _width; c++)
        {
            var column = _columns.AsSpan(c * rows, rows);
            _scales[c] = usual > 0 ? 1 / Math.Max(_scales[c], SmallestDeviation * usual) : 0;
            TensorPrimitives.Multiply(column, _scales[c], column);
        }
        _targets = Transposed(targets, rows, _outputs);
        _targetMeans = new double[_outputs];
        for (var o = 0; o < _outputs; o++) _targetMeans[o] = Center(_targets.AsSpan(o * rows, rows));
    }

    /// <summary>Returns one model per penalty.</summary>
    public RidgeRegression[] Solve(IReadOnlyList<double> penalties)
    {
        var dual = _rows < _width;
        var size = dual ? _rows : _width;
        var vectors = dual ? Transposed(_columns, _width, _rows) : _columns;
        var gram = CholeskySolver.Gram(vectors, size);
        return [.. penalties.Select(penalty =>
        {
            if (!(penalty > 0)) throw new ArgumentException($"The penalty is {penalty}; it must be above 0.", nameof(penalties));
            var factor = CholeskySolver.Factor(gram, size, penalty);
            var weights = new double[_outputs * _width];
            for (var o = 0; o < _outputs; o++)
            {
                var target = _targets.AsSpan(o * _rows, _rows);
                var weight = weights.AsSpan(o * _width, _width);
                if (dual)
                {
                    var multipliers = target.ToArray();
                    CholeskySolver.Solve(factor, multipliers);
                    for (var c = 0; c < _width; c++)
                        weight[c] = TensorPrimitives.Dot<double>(_columns.AsSpan(c * _rows, _rows), multipliers);
                }
                else
                {
                    for (var c = 0; c < _width; c++) weight[c] = TensorPrimitives.Dot<double>(_columns.AsSpan(c * _rows, _rows), target);
                    CholeskySolver.Solve(factor, weight);
                }
            }
            return RidgeRegression.FromStandardized(weights, _means, _scales, _targetMeans, penalty);
        })];
    }

    private static double[] Transposed<T>(ReadOnlySpan<T> values, int rows, int width) where T : INumber<T>
    {
        var columns = new double[values.Length];
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < width; c++) columns[c * rows + r] = double.CreateChecked(values[r * width + c]);
        return columns;
    }

    private static double[] Transposed(double[] values, int rows, int width) => Transposed<double>(values, rows, width);

    private static double Center(Span<double> values)
    {
        var mean = TensorPrimitives.Sum<double>(values) / values.Length;
        TensorPrimitives.Subtract(values, mean, values);
        return mean;
    }
}
