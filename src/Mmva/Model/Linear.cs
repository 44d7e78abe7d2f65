using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>y = x Wᵀ + b, W [outputs, inputs].</summary>
internal sealed class Linear
{
    private readonly Parameter _weight, _bias;

    public Linear(ParameterLayout layout, string name, int inputs, int outputs)
    {
        var start = new Initialization(0, 1 / MathF.Sqrt(inputs));
        _weight = layout.Add($"{name}.weight", start, outputs, inputs);
        _bias = layout.Add($"{name}.bias", start, outputs);
    }

    public void Forward(WorkerPool pool, ParameterValues weights, Matrix x, Matrix y) =>
        MatrixProduct.MultiplyByTransposed(pool, x, weights.MatrixOf(_weight), y, weights.MemoryOf(_bias));

    /// <summary>dW = dyᵀ x, db = Σ dy.</summary>
    public void BackwardWeights(WorkerPool pool, ParameterValues gradients, Matrix x, Matrix dy)
    {
        MatrixProduct.TransposedMultiply(pool, dy, x, gradients.MatrixOf(_weight));
        ColumnSums.Of(pool, dy, gradients.MemoryOf(_bias));
    }

    /// <summary>dx = dy W, for as many inputs as dx has columns, starting at <paramref name="firstInput"/>.</summary>
    public void BackwardInputs(WorkerPool pool, ParameterValues weights, Matrix dy, Matrix dx, int firstInput = 0, bool accumulate = false) =>
        MatrixProduct.Multiply(pool, dy, weights.MatrixOf(_weight).SliceColumns(firstInput, dx.Columns), dx, accumulate);
}
