using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Model;

/// <summary>Two hidden blocks, a linear layer and a sigmoid: the structure of all heads of the paper.</summary>
internal abstract class PredictionHead(ParameterLayout layout, string name, int inputs, int hidden, int outputs, float dropout)
{
    private readonly HiddenBlock _first = new(layout, name, 0, inputs, hidden, dropout);
    private readonly HiddenBlock _second = new(layout, name, 4, hidden, hidden, dropout);
    private readonly Linear _output = new(layout, $"{name}.8", hidden, outputs);

    /// <summary>Writes the prediction, values from 0 to 1, to <see cref="Activations.Output"/>.</summary>
    public void Forward(WorkerPool pool, ParameterValues weights, Matrix x, Activations a, RandomSource? random)
    {
        _first.Forward(pool, weights, x, a.First, random);
        _second.Forward(pool, weights, a.First.Output, a.Second, random);
        _output.Forward(pool, weights, a.Second.Output, a.Output);
        Sigmoid.Forward(a.Output);
    }

    /// <summary>Propagates the gradient of the prediction in <paramref name="g"/> back to the first linear layer.</summary>
    /// <returns>The gradient of the first linear layer's output, for <see cref="BackwardInputs"/>.</returns>
    public Matrix Backward(WorkerPool pool, ParameterValues weights, ParameterValues gradients, Matrix x, Activations a, Gradients g)
    {
        Sigmoid.Backward(a.Output, g.Output);
        _output.BackwardWeights(pool, gradients, a.Second.Output, g.Output);
        _output.BackwardInputs(pool, weights, g.Output, g.Hidden);
        var dSecond = _second.Backward(pool, weights, gradients, a.First.Output, a.Second, g.Hidden);
        _second.BackwardInputs(pool, weights, dSecond, g.Hidden);
        return _first.Backward(pool, weights, gradients, x, a.First, g.Hidden);
    }

    /// <inheritdoc cref="Linear.BackwardInputs"/>
    public void BackwardInputs(WorkerPool pool, ParameterValues weights, Matrix dFirst, Matrix dx, int firstInput = 0, bool accumulate = false) =>
        _first.BackwardInputs(pool, weights, dFirst, dx, firstInput, accumulate);

    /// <summary>The values of a batch that the forward pass keeps for the backward pass.</summary>
    internal sealed class Activations(int batch, int hidden, int outputs, bool training)
    {
        private readonly Matrix _output = new(batch, outputs);

        public HiddenBlock.Activations First { get; } = new(batch, hidden, training);
        public HiddenBlock.Activations Second { get; } = new(batch, hidden, training);
        public Matrix Output { get; private set; }

        public void Take(int count)
        {
            First.Take(count);
            Second.Take(count);
            Output = _output.SliceRows(0, count);
        }
    }

    /// <summary>Memory for gradients inside a head, which its backward pass overwrites.</summary>
    internal readonly record struct Gradients(Matrix Output, Matrix Hidden);
}

/// <summary>Predicts valence and arousal from the embedding of one modality.</summary>
internal sealed class VaHead(ParameterLayout layout, string name, MmvaModelOptions options)
    : PredictionHead(layout, name, options.EmbeddingWidth, options.HiddenWidth, Outputs, options.Dropout)
{
    public const int Outputs = 2;
}

/// <summary>Predicts the emotional similarity of image, music and caption from their concatenated embeddings.</summary>
internal sealed class SimilarityHead(ParameterLayout layout, string name, MmvaModelOptions options)
    : PredictionHead(layout, name, 3 * options.EmbeddingWidth, options.HiddenWidth, Outputs, options.Dropout)
{
    public const int Outputs = 1;
}
