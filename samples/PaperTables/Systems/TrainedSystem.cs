using Mmva;
using Mmva.Data;

namespace PaperTables;

/// <summary>A system that was trained on one side of a split.</summary>
internal abstract class TrainedSystem
{
    /// <summary>Predicts points, or returns null if the system does not read the modality.</summary>
    public abstract ValenceArousal[]? Emotions(Modality modality, FeatureSet features);

    /// <summary>Predicts the similarity of pairs.</summary>
    /// <param name="captions">The row of a caption for each row of the music.</param>
    public abstract double[] Similarities(TestPairs pairs, IReadOnlyList<int> captions);

    /// <summary>Eq. 1 on predicted points.</summary>
    protected double[] ByPoints(TestPairs pairs, EmotionalSimilarity similarity)
    {
        var (images, music) = (Emotions(Modality.Image, pairs.Side.Images)!, Emotions(Modality.Music, pairs.Side.Music)!);
        return [.. pairs.Images.Zip(pairs.Music, (i, m) => similarity.Score(images[i], music[m]))];
    }
}
