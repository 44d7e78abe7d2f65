using System.Numerics.Tensors;
using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>y = (x − mean) / √(variance + ε) · gain + bias over each row (PyTorch's LayerNorm, ε = 1e-5, population variance).</summary>
internal sealed class LayerNorm(ParameterLayout layout, string name, int width)
{
    public const float Epsilon = 1e-5f;

    private readonly Parameter _gain = layout.Add($"{name}.weight", new(1, 0), width);
    private readonly Parameter _bias = layout.Add($"{name}.bias", new(0, 0), width);

    /// <summary>Normalizes one row and returns the statistics that <see cref="Backward"/> needs.</summary>
    public RowStatistics Forward(ParameterValues weights, ReadOnlySpan<float> x, Span<float> y)
    {
        var mean = TensorPrimitives.Sum(x) / x.Length;
        TensorPrimitives.Subtract(x, mean, y);
        var scale = 1 / MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(y) / x.Length + Epsilon);
        TensorPrimitives.Multiply(y, scale, y);
        TensorPrimitives.MultiplyAdd(y, weights[_gain], weights[_bias], y);
        return new(mean, scale);
    }

    /// <summary>One row: dx = scale · (g − mean(g) − x̂ · mean(g · x̂)), g = gain · dy, x̂ = the normalized row.</summary>
    /// <param name="weights">The weights of the model.</param>
    /// <param name="statistics">The statistics from the forward pass.</param>
    /// <param name="x">The input row.</param>
    /// <param name="dy">The gradient of the output row.</param>
    /// <param name="normalized">Receives x̂, which the gradient of the gain needs.</param>
    /// <param name="dx">Receives the gradient of x; must not be x itself.</param>
    public void Backward(
        ParameterValues weights, RowStatistics statistics, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> normalized, Span<float> dx)
    {
        TensorPrimitives.Subtract(x, statistics.Mean, normalized);
        TensorPrimitives.Multiply(normalized, statistics.Scale, normalized);
        TensorPrimitives.Multiply(dy, weights[_gain], dx);
        var mean = TensorPrimitives.Sum<float>(dx) / x.Length;
        var slope = TensorPrimitives.Dot<float>(dx, normalized) / x.Length;
        TensorPrimitives.MultiplyAdd(normalized, -slope, dx, dx);
        TensorPrimitives.Subtract(dx, mean, dx);
        TensorPrimitives.Multiply(dx, statistics.Scale, dx);
    }

    /// <summary>d gain = Σ dy · x̂, d bias = Σ dy, over the batch.</summary>
    public void BackwardWeights(WorkerPool pool, ParameterValues gradients, Matrix dy, Matrix normalized)
    {
        ColumnSums.OfProduct(pool, dy, normalized, gradients.MemoryOf(_gain));
        ColumnSums.Of(pool, dy, gradients.MemoryOf(_bias));
    }
}

/// <summary>Mean and 1/√(variance + ε) of a row.</summary>
internal readonly record struct RowStatistics(float Mean, float Scale);
