using Mmva.Numerics;

namespace Mmva.Training;

/// <summary>A part of Eq. 4: the squared 2-norm of the error, averaged over the batch (Eq. 2 and 3).</summary>
internal static class MmvaLoss
{
    /// <summary>Σᵢ wᵢ ‖pᵢ − yᵢ‖² / Σᵢ wᵢ, and its gradient with respect to p; 0 if all weights are 0.</summary>
    /// <param name="predicted">p, [batch, outputs].</param>
    /// <param name="target">y, [batch × outputs]; ignored where the weight is 0.</param>
    /// <param name="weights">w, [batch], at least 0.</param>
    /// <param name="partWeight">The factor of the gradient, which the returned value does not include.</param>
    /// <param name="gradient">Receives the gradient, [batch, outputs].</param>
    public static double Part(Matrix predicted, ReadOnlySpan<float> target, ReadOnlySpan<float> weights, double partWeight, Matrix gradient)
    {
        double total = 0, sum = 0;
        foreach (var weight in weights) total += weight;
        for (var i = 0; i < predicted.Rows; i++)
        {
            var row = predicted.Row(i);
            var result = gradient.Row(i);
            if (weights[i] == 0)
            {
                result.Clear();
                continue;
            }
            var scale = weights[i] / total;
            for (var j = 0; j < row.Length; j++)
            {
                var error = row[j] - target[i * row.Length + j];
                sum += scale * error * error;
                result[j] = (float)(2 * partWeight * scale * error);
            }
        }
        return sum;
    }
}
