using System.Numerics.Tensors;
using Mmva.Numerics;

namespace Mmva.Comparison;

/// <summary>
/// Continuous metric learning: exp(−d) of two embeddings, d being the root mean square of their difference, is to equal the emotional similarity.
/// </summary>
/// <remarks>
/// Unlike the Euclidean distance, the root mean square is near 1 in an untrained model of any width, where exp(−d) has a useful gradient.
/// </remarks>
internal sealed class MetricLoss(int batch)
{
    private const int RowsOfPart = 8;
    private const double Epsilon = 1e-12; // keeps the gradient of the root finite where two embeddings coincide

    private readonly double[] _rowLosses = new double[batch];

    /// <summary>Row by row across modalities: Σᵢ wᵢ (exp(−d(uᵢ, vᵢ)) − sᵢ)² / Σᵢ wᵢ; 0 if all weights are 0.</summary>
    /// <param name="u">The embeddings of the images, [batch, width].</param>
    /// <param name="v">The embeddings of the music, [batch, width].</param>
    /// <param name="similarities">s, [batch]; ignored where the weight is 0.</param>
    /// <param name="weights">w, [batch], at least 0.</param>
    /// <param name="partWeight">The factor of the gradient, which the returned value does not include.</param>
    /// <param name="du">The gradient of u, to which that of this loss is added.</param>
    /// <param name="dv">The gradient of v, to which that of this loss is added.</param>
    public static double Across(
        Matrix u, Matrix v, ReadOnlySpan<float> similarities, ReadOnlySpan<float> weights, double partWeight, Matrix du, Matrix dv)
    {
        double total = 0, sum = 0;
        for (var i = 0; i < u.Rows; i++) total += weights[i];
        for (var i = 0; i < u.Rows; i++)
        {
            if (weights[i] == 0) continue;
            var (loss, factor) = Pair(u.Row(i), v.Row(i), similarities[i]);
            var scale = weights[i] / total;
            sum += scale * loss;
            var step = (float)(partWeight * scale * factor);
            Span<float> first = u.Row(i), second = v.Row(i), dFirst = du.Row(i), dSecond = dv.Row(i);
            for (var j = 0; j < first.Length; j++)
            {
                var difference = step * (first[j] - second[j]);
                dFirst[j] += difference;
                dSecond[j] -= difference;
            }
        }
        return sum;
    }

    /// <summary>
    /// All pairs of a batch within one modality: Σ wᵢ wⱼ (exp(−d(zᵢ, zⱼ)) − exp(−‖yᵢ − yⱼ‖ / σ))² / Σ wᵢ wⱼ
    /// over i &lt; j; 0 if no pair has a weight.
    /// </summary>
    /// <param name="pool">The threads. Each row is computed by one of them, in the same order.</param>
    /// <param name="z">The embeddings, [batch, width].</param>
    /// <param name="labels">y, [batch]; ignored where the weight is 0.</param>
    /// <param name="weights">w, [batch], at least 0.</param>
    /// <param name="similarity">Eq. 1 with its σ.</param>
    /// <param name="partWeight">The factor of the gradient, which the returned value does not include.</param>
    /// <param name="dz">The gradient of z, to which that of this loss is added.</param>
    public double Within(
        WorkerPool pool, Matrix z, ValenceArousal[] labels, float[] weights, EmotionalSimilarity similarity, double partWeight, Matrix dz)
    {
        double sum = 0, squares = 0, loss = 0;
        for (var i = 0; i < z.Rows; i++) (sum, squares) = (sum + weights[i], squares + (double)weights[i] * weights[i]);
        var pairs = (sum * sum - squares) / 2;
        if (!(pairs > 1e-9 * squares)) return 0; // at most one label, up to rounding
        pool.Run(
            new WithinWork(z, labels, weights, similarity, partWeight / pairs, dz, _rowLosses), (z.Rows + RowsOfPart - 1) / RowsOfPart);
        for (var i = 0; i < z.Rows; i++) loss += _rowLosses[i];
        return loss / 2 / pairs; // every pair occurs in two rows
    }

    /// <summary>The loss of a pair, and the factor of (a − b) in its gradient with respect to a.</summary>
    private static (double Loss, double Factor) Pair(ReadOnlySpan<float> a, ReadOnlySpan<float> b, double target)
    {
        double length = TensorPrimitives.Distance(a, b);
        var distance = Math.Sqrt(length * length / a.Length + Epsilon);
        var score = Math.Exp(-distance);
        var error = score - target;
        return (error * error, -2 * error * score / (a.Length * distance));
    }

    private readonly struct WithinWork(
        Matrix z, ValenceArousal[] labels, float[] weights, EmotionalSimilarity similarity, double scale, Matrix dz, double[] losses) : IParallelWork
    {
        public void Execute(int part, Scratch scratch)
        {
            for (var i = part * RowsOfPart; i < Math.Min(z.Rows, (part + 1) * RowsOfPart); i++)
            {
                losses[i] = 0;
                if (weights[i] == 0) continue;
                var gradient = dz.Row(i);
                double own = 0;
                for (var j = 0; j < z.Rows; j++)
                {
                    if (j == i || weights[j] == 0) continue;
                    var weight = (double)weights[i] * weights[j];
                    var (loss, factor) = Pair(z.Row(i), z.Row(j), similarity.Score(labels[i], labels[j]));
                    losses[i] += weight * loss;
                    var step = (float)(scale * weight * factor);
                    own += step;
                    TensorPrimitives.MultiplyAdd(z.Row(j), -step, gradient, gradient);
                }
                TensorPrimitives.MultiplyAdd(z.Row(i), (float)own, gradient, gradient);
            }
        }
    }
}
