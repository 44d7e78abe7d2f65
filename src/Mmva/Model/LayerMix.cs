using System.Numerics.Tensors;
using Mmva.Numerics;

namespace Mmva.Model;

/// <summary>The weighted sum of an encoder's layers plus a bias: the paper's 1-D convolution from L channels to one, with kernel size 1.</summary>
internal sealed class LayerMix
{
    private const int RowsOfPart = 8;

    private readonly Parameter _weight, _bias;
    private readonly int _layers;

    public LayerMix(ParameterLayout layout, string name, int layers)
    {
        _layers = layers;
        var start = new Initialization(0, 1 / MathF.Sqrt(layers));
        _weight = layout.Add($"{name}.weight", start, 1, layers, 1);
        _bias = layout.Add($"{name}.bias", start, 1);
    }

    /// <summary>y[i] = b + Σₗ wₗ x[i, l].</summary>
    public void Forward(WorkerPool pool, ParameterValues weights, GatheredFeatures x, Matrix y) =>
        pool.Run(new ForwardWork(weights.MemoryOf(_weight), weights.MemoryOf(_bias), x, y), Parts(y));

    /// <summary>dwₗ = Σᵢ x[i, l] · dy[i], db = Σ dy. The features are constant, so they have no gradient.</summary>
    /// <param name="pool">The threads.</param>
    /// <param name="gradients">Receives dw and db.</param>
    /// <param name="x">The input.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="shares">Memory for the contribution of each sample, [batch, layers + 1].</param>
    public void Backward(WorkerPool pool, ParameterValues gradients, GatheredFeatures x, Matrix dy, Matrix shares)
    {
        pool.Run(new BackwardWork(x, dy, shares), Parts(dy));
        Span<float> dw = gradients[_weight], db = gradients[_bias];
        dw.Clear();
        db.Clear();
        for (var i = 0; i < shares.Rows; i++)
        {
            var row = shares.Row(i);
            TensorPrimitives.Add(dw, row[.._layers], dw);
            db[0] += row[_layers];
        }
    }

    private static int Parts(Matrix batch) => (batch.Rows + RowsOfPart - 1) / RowsOfPart;

    private readonly struct ForwardWork(ReadOnlyMemory<float> weight, ReadOnlyMemory<float> bias, GatheredFeatures x, Matrix y) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            var w = weight.Span;
            for (var i = part * RowsOfPart; i < Math.Min(y.Rows, (part + 1) * RowsOfPart); i++)
            {
                var layers = x[i];
                var sum = y.Row(i);
                sum.Fill(bias.Span[0]);
                for (var l = 0; l < w.Length; l++)
                {
                    x.Prefetch(i + 1, l);
                    TensorPrimitives.MultiplyAdd(layers.Slice(l * sum.Length, sum.Length), w[l], sum, sum);
                }
            }
        }
    }

    private readonly struct BackwardWork(GatheredFeatures x, Matrix dy, Matrix shares) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            for (var i = part * RowsOfPart; i < Math.Min(dy.Rows, (part + 1) * RowsOfPart); i++)
            {
                var layers = x[i];
                var gradient = dy.Row(i);
                var row = shares.Row(i);
                for (var l = 0; l < row.Length - 1; l++)
                {
                    x.Prefetch(i + 1, l);
                    row[l] = TensorPrimitives.Dot(layers.Slice(l * gradient.Length, gradient.Length), gradient);
                }
                row[^1] = TensorPrimitives.Sum<float>(gradient);
            }
        }
    }
}
