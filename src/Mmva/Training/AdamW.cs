using System.Numerics.Tensors;
using Mmva.Model;
using Mmva.Numerics;

namespace Mmva.Training;

/// <summary>Adam with decoupled weight decay (arXiv 1711.05101) on all parameters, in PyTorch's order of operations.</summary>
internal sealed class AdamW(ParameterLayout layout, MmvaTrainerOptions options)
{
    private const int PartLength = 1 << 14; // independent of the number of threads, so that the norm is always summed in the same order

    private readonly double[] _squares = new double[(layout.Length + PartLength - 1) / PartLength];

    /// <summary>The running mean of the gradients.</summary>
    public ParameterValues Mean { get; } = new(layout);

    /// <summary>The running mean of the squared gradients.</summary>
    public ParameterValues Square { get; } = new(layout);

    /// <summary>Updates the weights.</summary>
    /// <param name="pool">The threads.</param>
    /// <param name="weights">The weights to change.</param>
    /// <param name="gradients">Their gradients.</param>
    /// <param name="learningRate">The learning rate of this step.</param>
    /// <param name="step">The number of this step, from 1.</param>
    public void Step(WorkerPool pool, ParameterValues weights, ParameterValues gradients, double learningRate, long step)
    {
        var factors = new AdamWFactors(
            Keep: (float)(1 - learningRate * options.WeightDecay),
            Rate: (float)(learningRate / (1 - Math.Pow(options.Beta1, step))),
            Beta1: (float)options.Beta1,
            Beta2: (float)options.Beta2,
            RootCorrection: (float)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, step))),
            Epsilon: (float)options.Epsilon,
            GradientScale: options.MaxGradientNorm is { } limit ? ClippingScale(pool, gradients, limit) : 1);
        pool.Run(new StepWork(this, pool.Level, weights, gradients, factors), _squares.Length);
    }

    /// <summary>Returns the Euclidean norm of all gradients together.</summary>
    public double NormOf(WorkerPool pool, ParameterValues gradients)
    {
        pool.Run(new NormWork(gradients, _squares), _squares.Length);
        double sum = 0;
        foreach (var square in _squares) sum += square;
        return Math.Sqrt(sum);
    }

    // PyTorch's clip_grad_norm_
    private float ClippingScale(WorkerPool pool, ParameterValues gradients, double limit) =>
        (float)Math.Min(1, limit / (NormOf(pool, gradients) + 1e-6));

    private static Range Part(int part, int length) => (part * PartLength)..Math.Min(length, (part + 1) * PartLength);

    private readonly struct StepWork(AdamW optimizer, SimdLevel level, ParameterValues weights, ParameterValues gradients, AdamWFactors factors)
        : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            var range = Part(part, weights.All.Length);
            AdamWKernel.Run(level, weights.All[range], gradients.All[range], optimizer.Mean.All[range], optimizer.Square.All[range], factors);
        }
    }

    private readonly struct NormWork(ParameterValues gradients, double[] squares) : IParallelWork
    {
        public void Execute(int part, Scratch scratch) =>
            squares[part] = TensorPrimitives.SumOfSquares<float>(gradients.All[Part(part, gradients.All.Length)]);
    }
}
