using Mmva.Model;
using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Comparison;

/// <summary>Scores pairs: <see cref="HiddenBlock"/>, a linear layer with one output, a sigmoid.</summary>
internal sealed class MatchHead(ParameterLayout layout, string name, int inputs, int hidden, float dropout)
{
    private readonly HiddenBlock _hidden = new(layout, name, 0, inputs, hidden, dropout);
    private readonly Linear _output = new(layout, $"{name}.4", hidden, 1);

    public void Forward(WorkerPool pool, ParameterValues weights, Matrix x, Activations a, RandomSource? random)
    {
        _hidden.Forward(pool, weights, x, a.Hidden, random);
        _output.Forward(pool, weights, a.Hidden.Output, a.Logits);
        a.Logits.Span.CopyTo(a.Output.Span);
        Sigmoid.Forward(a.Output);
    }

    /// <summary>
    /// Computes the gradients of the weights from those of the logits and returns that of the first linear layer, for <see cref="BackwardInputs"/>.
    /// </summary>
    public Matrix Backward(
        WorkerPool pool, ParameterValues weights, ParameterValues gradients, Matrix x, Activations a, Matrix dLogits, Matrix dHidden)
    {
        _output.BackwardInputs(pool, weights, dLogits, dHidden);
        _output.BackwardWeights(pool, gradients, a.Hidden.Output, dLogits);
        return _hidden.Backward(pool, weights, gradients, x, a.Hidden, dHidden);
    }

    /// <inheritdoc cref="Linear.BackwardInputs"/>
    public void BackwardInputs(WorkerPool pool, ParameterValues weights, Matrix dFirst, Matrix dx, int firstInput = 0, bool accumulate = false) =>
        _hidden.BackwardInputs(pool, weights, dFirst, dx, firstInput, accumulate);

    /// <summary>The values of a batch that the forward pass keeps for the backward pass.</summary>
    internal sealed class Activations(int batch, int hidden, bool training)
    {
        private readonly Matrix _logits = new(batch, 1), _output = new(batch, 1);

        public HiddenBlock.Activations Hidden { get; } = new(batch, hidden, training);

        /// <summary>The outputs before the sigmoid.</summary>
        public Matrix Logits { get; private set; }

        /// <summary>The scores, from 0 to 1.</summary>
        public Matrix Output { get; private set; }

        public void Take(int count)
        {
            Hidden.Take(count);
            Logits = _logits.SliceRows(0, count);
            Output = _output.SliceRows(0, count);
        }
    }
}
