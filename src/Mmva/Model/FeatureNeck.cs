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

    public void Backward(WorkerPool pool, ParameterValues weights, ParameterValues gradients, GatheredFeatures x, Activations a, Matrix dEmbedding)
    {
        _project.BackwardWeights(pool, gradients, a.Mixed, dEmbedding);
        // the mixed features are no longer needed, so their gradient overwrites them
        _project.BackwardInputs(pool, weights, dEmbedding, a.Mixed);
        _aggregate.Backward(pool, gradients, x, a.Mixed, a.Shares);
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
