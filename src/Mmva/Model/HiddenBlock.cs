using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Model;

/// <summary>Linear, ReLU, layer norm and dropout: one of two blocks of a head. The last three are applied row by row in one pass.</summary>
internal sealed class HiddenBlock(ParameterLayout layout, string name, int index, int inputs, int width, float dropout)
{
    private const int RowsOfPart = 8;

    // indices as in PyTorch's Sequential, where ReLU and dropout count too
    private readonly Linear _linear = new(layout, $"{name}.{index}", inputs, width);
    private readonly LayerNorm _norm = new(layout, $"{name}.{index + 2}", width);
    private readonly Dropout _dropout = new(dropout);

    /// <param name="pool">The threads.</param>
    /// <param name="weights">The weights of the model.</param>
    /// <param name="x">The input, [batch, inputs].</param>
    /// <param name="a">Receives the output and the values that the backward pass needs.</param>
    /// <param name="random">The random numbers of dropout, or <see langword="null"/> for no dropout.</param>
    public void Forward(WorkerPool pool, ParameterValues weights, Matrix x, Activations a, RandomSource? random)
    {
        _linear.Forward(pool, weights, x, a.Activated);
        var drop = random is not null && _dropout.IsActive;
        pool.Run(new ForwardWork(this, weights, a, drop ? random!.NextUInt64() : null), Parts(x));
    }

    /// <summary>
    /// Overwrites <paramref name="dy"/> with the gradient of the norm's output and returns the gradient of the linear layer's output.
    /// </summary>
    public Matrix Backward(WorkerPool pool, ParameterValues weights, ParameterValues gradients, Matrix x, Activations a, Matrix dy)
    {
        pool.Run(new BackwardWork(this, weights, a, dy), Parts(x));
        _norm.BackwardWeights(pool, gradients, dy, a.Output);
        _linear.BackwardWeights(pool, gradients, x, a.Activated);
        return a.Activated;
    }

    /// <inheritdoc cref="Linear.BackwardInputs"/>
    public void BackwardInputs(WorkerPool pool, ParameterValues weights, Matrix dLinear, Matrix dx, int firstInput = 0, bool accumulate = false) =>
        _linear.BackwardInputs(pool, weights, dLinear, dx, firstInput, accumulate);

    private static int Parts(Matrix batch) => (batch.Rows + RowsOfPart - 1) / RowsOfPart;

    private readonly struct ForwardWork(HiddenBlock block, ParameterValues weights, Activations a, ulong? key) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            for (var i = part * RowsOfPart; i < Math.Min(a.Output.Rows, (part + 1) * RowsOfPart); i++)
            {
                Span<float> activated = a.Activated.Row(i), output = a.Output.Row(i);
                Relu.Forward(activated, activated);
                a.Statistics[i] = block._norm.Forward(weights, activated, output);
                if (key is not { } drawn) continue;
                block._dropout.Draw(drawn, i, a.Mask.Row(i));
                Dropout.Forward(output, a.Mask.Row(i));
            }
        }
    }

    // the output is no longer needed, so the normalized row overwrites it; likewise the gradient overwrites the activated row
    private readonly struct BackwardWork(HiddenBlock block, ParameterValues weights, Activations a, Matrix dy) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            for (var i = part * RowsOfPart; i < Math.Min(dy.Rows, (part + 1) * RowsOfPart); i++)
            {
                Span<float> activated = a.Activated.Row(i), gradient = dy.Row(i), dNorm = scratch.Tile(activated.Length);
                if (block._dropout.IsActive) Dropout.Backward(gradient, a.Mask.Row(i));
                block._norm.Backward(weights, a.Statistics[i], activated, gradient, a.Output.Row(i), dNorm);
                Relu.Backward(activated, dNorm, activated);
            }
        }
    }

    /// <summary>The values of a batch that the forward pass keeps for the backward pass.</summary>
    internal sealed class Activations(int batch, int width, bool training)
    {
        private readonly Matrix _activated = new(batch, width);
        private readonly Matrix _output = new(batch, width);
        private readonly Matrix _mask = new(training ? batch : 0, width);

        public Matrix Activated { get; private set; }
        public Matrix Output { get; private set; }
        public Matrix Mask => _mask;
        public RowStatistics[] Statistics { get; } = new RowStatistics[batch];

        public void Take(int count) => (Activated, Output) = (_activated.SliceRows(0, count), _output.SliceRows(0, count));
    }
}
