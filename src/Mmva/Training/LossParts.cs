namespace Mmva.Training;

/// <summary>The loss of Eq. 4 and its four parts on a batch.</summary>
/// <param name="Image">The mean squared distance on the plane between the images' predictions and labels.</param>
/// <param name="Music">The same for the music.</param>
/// <param name="Caption">The same for the captions.</param>
/// <param name="Similarity">The mean squared error of the similarity; 0 without a similarity head.</param>
/// <param name="Total">The weighted sum of the parts.</param>
public readonly record struct LossParts(double Image, double Music, double Caption, double Similarity, double Total);
