using System.Numerics.Tensors;

namespace Mmva.Evaluation;

/// <summary>Ridge regression in closed form: the baseline with which every trained head is compared.</summary>
/// <remarks>
/// Features are first standardized to mean 0 and variance 1 on the training rows; nearly constant ones keep a smaller variance. The smaller of
/// the primal (width × width) and the dual (rows × rows) system is solved in double precision. The result does not depend on the number of
/// threads. Immutable; safe to use from several threads.
/// </remarks>
public sealed class RidgeRegression
{
    private readonly double[] _weights; // [outputs, width]
    private readonly double[] _offsets;

    private RidgeRegression(double[] weights, double[] offsets, double penalty)
    {
        _weights = weights;
        _offsets = offsets;
        Penalty = penalty;
    }

    /// <summary>The penalty λ on the squared weights of the standardized features.</summary>
    public double Penalty { get; }

    /// <summary>The number of outputs.</summary>
    public int Outputs => _offsets.Length;

    /// <summary>Fits a model with a given penalty.</summary>
    /// <param name="features">The features, [rows, width].</param>
    /// <param name="targets">The targets, [rows, outputs].</param>
    /// <param name="rows">The number of rows, at least 2.</param>
    /// <param name="penalty">λ, above 0.</param>
    /// <exception cref="ArgumentException">A size does not match, or the penalty is not above 0.</exception>
    public static RidgeRegression Fit(ReadOnlySpan<float> features, ReadOnlySpan<float> targets, int rows, double penalty) =>
        new RidgeProblem(features, targets, rows).Solve([penalty])[0];

    /// <summary>Fits a model with the penalty that has the smallest squared error in cross-validation.</summary>
    /// <param name="features">The features, [rows, width].</param>
    /// <param name="targets">The targets, [rows, outputs].</param>
    /// <param name="rows">The number of rows, at least 2.</param>
    /// <param name="folds">The row indices of each fold, held out in turn. A group of related rows must lie in one fold.</param>
    /// <param name="penalties">The candidates for λ, each above 0.</param>
    /// <exception cref="ArgumentException">A size does not match, or there are fewer than two folds or no penalties.</exception>
    public static RidgeRegression FitCrossValidated(
        ReadOnlySpan<float> features, ReadOnlySpan<float> targets, int rows, IReadOnlyList<IReadOnlyList<int>> folds, IReadOnlyList<double> penalties)
    {
        if (folds.Count < 2 || penalties.Count == 0)
            throw new ArgumentException(
                $"There are {folds.Count} folds and {penalties.Count} penalties; at least two folds and one penalty are needed.");
        int width = features.Length / rows, outputs = targets.Length / rows;
        var errors = new double[penalties.Count];
        var predicted = new double[outputs];
        foreach (var fold in folds)
        {
            var heldOut = fold.ToHashSet();
            int[] kept = [.. Enumerable.Range(0, rows).Where(r => !heldOut.Contains(r))];
            var models = new RidgeProblem(Rows(features, kept, width), Rows(targets, kept, outputs), kept.Length).Solve(penalties);
            for (var p = 0; p < penalties.Count; p++)
                foreach (var row in fold)
                {
                    models[p].Predict(features.Slice(row * width, width), predicted);
                    for (var o = 0; o < outputs; o++) errors[p] += Math.Pow(predicted[o] - targets[row * outputs + o], 2);
                }
        }
        return Fit(features, targets, rows, penalties[Array.IndexOf(errors, errors.Min())]);
    }

    /// <summary>Predicts the outputs of one row.</summary>
    /// <param name="features">The features, [width].</param>
    /// <param name="prediction">Receives the outputs, [outputs].</param>
    /// <exception cref="ArgumentException">A size does not match.</exception>
    public void Predict(ReadOnlySpan<float> features, Span<double> prediction)
    {
        var width = _weights.Length / Outputs;
        if (features.Length != width || prediction.Length != Outputs)
            throw new ArgumentException(
                $"There are {features.Length} features and {prediction.Length} outputs; the model has {width} and {Outputs}.");
        for (var o = 0; o < Outputs; o++)
        {
            var sum = _offsets[o];
            for (var i = 0; i < width; i++) sum += _weights[o * width + i] * features[i];
            prediction[o] = sum;
        }
    }

    internal static RidgeRegression FromStandardized(double[] weights, double[] means, double[] scales, double[] targetMeans, double penalty)
    {
        var width = means.Length;
        var offsets = (double[])targetMeans.Clone();
        for (var o = 0; o < offsets.Length; o++)
        {
            var row = weights.AsSpan(o * width, width);
            TensorPrimitives.Multiply(row, scales, row);
            offsets[o] -= TensorPrimitives.Dot<double>(row, means);
        }
        return new(weights, offsets, penalty);
    }

    private static float[] Rows(ReadOnlySpan<float> values, int[] rows, int width)
    {
        var taken = new float[rows.Length * width];
        for (var r = 0; r < rows.Length; r++) values.Slice(rows[r] * width, width).CopyTo(taken.AsSpan(r * width));
        return taken;
    }
}
