namespace Mmva.Training;

/// <summary>The loss of Eq. 4 and its four parts on a batch.</summary>
/// <param name="Image">The mean squared distance of the images' predictions from their labels on the plane.</param>
/// <param name="Music">The same of the music.</param>
/// <param name="Caption">The same of the captions.</param>
/// <param name="Similarity">The mean squared error of the similarity; 0 without a similarity predictor.</param>
/// <param name="Total">The sum, each part with its weight.</param>
public readonly record struct LossParts(double Image, double Music, double Caption, double Similarity, double Total);
