namespace Mmva.Training;

/// <summary>Cosine annealing of the learning rate from its start to its minimum (PyTorch's CosineAnnealingLR, stepped once per batch).</summary>
internal static class CosineAnnealing
{
    public static double LearningRate(double start, double minimum, long step, long steps) =>
        minimum + (start - minimum) * (1 + Math.Cos(Math.PI * step / steps)) / 2;
}
