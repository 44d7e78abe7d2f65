using Mmva.Model;
using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Comparison;

/// <summary>Maps one modality into the space that both share: <see cref="HiddenBlock"/>, then <see cref="Linear"/>.</summary>
internal sealed class SharedSpace(ParameterLayout layout, string name, MmvaModelOptions options)
{
    private readonly HiddenBlock _hidden = new(layout, name, 0, options.EmbeddingWidth, options.HiddenWidth, options.Dropout);
    private readonly Linear _output = new(layout, $"{name}.4", options.HiddenWidth, options.EmbeddingWidth);

    public void Forward(
        WorkerPool pool, ParameterValues weights, Matrix x, HiddenBlock.Activations a, Matrix embedding, RandomSource? random)
    {
        _hidden.Forward(pool, weights, x, a, random);
        _output.Forward(pool, weights, a.Output, embedding);
    }

    /// <summary>Computes the gradients of the weights and returns that of the first linear layer, for <see cref="BackwardInputs"/>.</summary>
    public Matrix Backward(
        WorkerPool pool, ParameterValues weights, ParameterValues gradients, Matrix x, HiddenBlock.Activations a, Matrix dEmbedding, Matrix dHidden)
    {
        _output.BackwardInputs(pool, weights, dEmbedding, dHidden);
        _output.BackwardWeights(pool, gradients, a.Output, dEmbedding);
        return _hidden.Backward(pool, weights, gradients, x, a, dHidden);
    }

    public void BackwardInputs(WorkerPool pool, ParameterValues weights, Matrix dFirst, Matrix dx) =>
        _hidden.BackwardInputs(pool, weights, dFirst, dx);
}
