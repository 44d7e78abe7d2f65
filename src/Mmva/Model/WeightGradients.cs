using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Model;

/// <summary>Where a backward pass leaves the gradients of the weights: in memory, or applied to the weights at once.</summary>
/// <remarks>
/// Applied at once, the gradient of a matrix is never written to memory, and its weights and moments are read while the processor computes. A layer
/// must therefore have used a matrix for the gradient of its input before it computes the gradient of the matrix. The result has the same bits.
/// </remarks>
internal sealed class WeightGradients(ParameterValues values)
{
    private AdamW? _optimizer;
    private ParameterValues? _weights;
    private AdamWFactors _factors;

    /// <summary>The gradients, except for those of matrices that are applied at once.</summary>
    public ParameterValues Values => values;

    /// <summary>From now on applies the gradients of matrices at once, or keeps all if there is no optimizer.</summary>
    public void ApplyTo(ParameterValues? weights, AdamW? optimizer, in AdamWFactors factors)
    {
        _weights = weights;
        _optimizer = optimizer;
        _factors = factors;
    }

    /// <summary>The gradient of a weight matrix: dyᵀ x.</summary>
    public void OfMatrix(WorkerPool pool, Parameter weight, Matrix dy, Matrix x)
    {
        if (_optimizer is null) MatrixProduct.TransposedMultiply(pool, dy, x, values.MatrixOf(weight));
        else MatrixProduct.TransposedMultiply(pool, dy, x, values.MatrixOf(weight), _optimizer.UpdateOf(_weights!, weight, _factors));
    }
}
