using Mmva.Model;
using Mmva.Numerics;
using Mmva.Training;

namespace Mmva.Comparison;

/// <summary>The losses of the head that scores pairs. Their gradients are those of the scores before the sigmoid.</summary>
internal static class MatchLoss
{
    /// <summary>
    /// Binary cross-entropy, for correspondence: Σᵢ wᵢ (log(1 + exp(xᵢ)) − bᵢ xᵢ) / Σᵢ wᵢ, where x is the logit and
    /// b is 1 for a pair whose similarity is at least the threshold; 0 if all weights are 0.
    /// </summary>
    public static double CrossEntropy(
        MatchHead.Activations a, ReadOnlySpan<float> similarities, ReadOnlySpan<float> weights, double threshold, double partWeight, Matrix dLogits)
    {
        double total = 0, sum = 0;
        for (var i = 0; i < dLogits.Rows; i++) total += weights[i];
        for (var i = 0; i < dLogits.Rows; i++)
        {
            dLogits.Row(i)[0] = 0;
            if (weights[i] == 0) continue;
            var scale = weights[i] / total;
            double logit = a.Logits.Row(i)[0], target = similarities[i] >= threshold ? 1 : 0;
            sum += scale * (Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit))) - target * logit);
            dLogits.Row(i)[0] = (float)(partWeight * scale * (a.Output.Row(i)[0] - target));
        }
        return sum;
    }

    /// <summary>The squared error of the score, for regression; see <see cref="MmvaLoss.Part"/>.</summary>
    public static double SquaredError(
        MatchHead.Activations a, ReadOnlySpan<float> similarities, ReadOnlySpan<float> weights, double partWeight, Matrix dLogits)
    {
        var loss = MmvaLoss.Part(a.Output, similarities, weights, partWeight, dLogits);
        Sigmoid.Backward(a.Output, dLogits);
        return loss;
    }
}
