namespace Mmva.Training;

/// <summary>The learning rate falls along half a cosine from its start to its minimum (PyTorch's CosineAnnealingLR, stepped once per batch).</summary>
internal static class CosineAnnealing
{
    public static double LearningRate(double start, double minimum, long step, long steps) =>
        minimum + (start - minimum) * (1 + Math.Cos(Math.PI * step / steps)) / 2;
}
