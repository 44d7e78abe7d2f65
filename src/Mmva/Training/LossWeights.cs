namespace Mmva.Training;

/// <summary>The weights of the parts of Eq. 4, which are all 1 in the paper.</summary>
/// <param name="Image">The weight of the images' valence and arousal.</param>
/// <param name="Music">The weight of the music's valence and arousal.</param>
/// <param name="Caption">The weight of the captions' valence and arousal.</param>
/// <param name="Similarity">The weight of the similarity.</param>
public readonly record struct LossWeights(double Image, double Music, double Caption, double Similarity)
{
    /// <summary>All weights 1.</summary>
    public static LossWeights Equal { get; } = new(1, 1, 1, 1);
}
