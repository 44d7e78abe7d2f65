using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>Maps an encoder's layers to an embedding: <see cref="LayerMix"/>, then <see cref="Linear"/>.</summary>
internal sealed class FeatureNeck(ParameterLayout layout, string name, FeatureShape features, int embeddingWidth)
{
    private readonly LayerMix _aggregate = new(layout, $"{name}.aggregate", features.Layers);
    private readonly Linear _project = new(layout, $"{name}.project", features.Width, embeddingWidth);

    public void Forward(WorkerPool pool, ParameterValues weights, GatheredFeatures x, Activations a, Matrix embedding)
    {
        _aggregate.Forward(pool, weights, x, a.Mixed);
        _project.Forward(pool, weights, a.Mixed, embedding);
    }

    /// <summary>Computes all gradients; <paramref name="dMixed"/> is memory for that of the mixed layers.</summary>
    public void Backward(
        WorkerPool pool, ParameterValues weights, WeightGradients gradients, GatheredFeatures x, Activations a, Matrix dEmbedding, Matrix dMixed)
    {
        _project.BackwardInputs(pool, weights, dEmbedding, dMixed);
        _project.BackwardWeights(pool, gradients, a.Mixed, dEmbedding);
        _aggregate.Backward(pool, gradients.Values, x, dMixed, a.Shares);
    }

    /// <summary>The values of a batch that the forward pass keeps for the backward pass.</summary>
    internal sealed class Activations(int batch, FeatureShape features)
    {
        private readonly Matrix _mixed = new(batch, features.Width);
        private readonly Matrix _shares = new(batch, features.Layers + 1);

        public Matrix Mixed { get; private set; }
        public Matrix Shares { get; private set; }

        public void Take(int count) => (Mixed, Shares) = (_mixed.SliceRows(0, count), _shares.SliceRows(0, count));
    }
}
