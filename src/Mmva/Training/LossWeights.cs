namespace Mmva.Training;

/// <summary>How much each part of Eq. 4 counts; the paper adds them as they are.</summary>
/// <param name="Image">Of the images' valence and arousal.</param>
/// <param name="Music">Of the music's.</param>
/// <param name="Caption">Of the captions'.</param>
/// <param name="Similarity">Of the similarity.</param>
public readonly record struct LossWeights(double Image, double Music, double Caption, double Similarity)
{
    /// <summary>All parts alike.</summary>
    public static LossWeights Equal { get; } = new(1, 1, 1, 1);
}
