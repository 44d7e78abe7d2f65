using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Model;

/// <summary>Linear, ReLU, layer norm, dropout: half of a predictor. After the matrix product each row goes through the other three at once.</summary>
internal sealed class HiddenBlock(ParameterLayout layout, string name, int index, int inputs, int width, float dropout)
{
    private const int RowsOfPart = 8;

    // in the order of PyTorch's Sequential, where ReLU and dropout count too
    private readonly Linear _linear = new(layout, $"{name}.{index}", inputs, width);
    private readonly LayerNorm _norm = new(layout, $"{name}.{index + 2}", width);
    private readonly Dropout _dropout = new(dropout);

    /// <param name="pool">The threads.</param>
    /// <param name="weights">The model's weights.</param>
    /// <param name="x">[batch, inputs].</param>
    /// <param name="a">Receives what the backward pass needs, and the output.</param>
    /// <param name="random">Draws the dropout in training; null leaves it out.</param>
    public void Forward(WorkerPool pool, ParameterValues weights, Matrix x, Activations a, RandomSource? random)
    {
        _linear.Forward(pool, weights, x, a.Activated);
        var drop = random is not null && _dropout.IsActive;
        pool.Run(new ForwardWork(this, weights, a, drop ? random!.NextUInt64() : null), Parts(x));
    }

    /// <summary>Turns <paramref name="dy"/> into the gradient of the norm's output and returns the gradient of the linear layer's.</summary>
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

    // the output has been used by then: the normalised row takes its place, and the gradient that of the activated row
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

    /// <summary>What the forward pass of a batch leaves for the backward pass.</summary>
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
