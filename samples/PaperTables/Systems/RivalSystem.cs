using Mmva;
using Mmva.Data;
using Mmva.Evaluation;

namespace PaperTables;

/// <summary>A comparison system, which reads images and music only.</summary>
/// <remarks>
/// CDCML estimates the similarity. The others give the probability that a pair corresponds, which is another quantity: it is mapped to similarities
/// by the straight line that fits best on validation pairs.
/// </remarks>
internal sealed class RivalSystem(ComparisonModel model, SeedSplit split) : TrainedSystem
{
    public const string SpNet = "SP-Net", AcpNet = "ACP-Net";

    private const int FittedPairs = 500;

    // rows of features that are gathered at once
    private const int PairsAtOnce = 1024;

    private (double Offset, double Slope)? _line;

    /// <summary>The systems by their names in the table.</summary>
    public static IReadOnlyDictionary<string, ComparisonSystem> Names { get; } = new Dictionary<string, ComparisonSystem>
    {
        ["L3-Net"] = ComparisonSystem.L3Net, [AcpNet] = ComparisonSystem.AcpNet, [SpNet] = ComparisonSystem.SpNet,
        ["CDCML"] = ComparisonSystem.Cdcml,
    };

    public override ValenceArousal[]? Emotions(Modality modality, FeatureSet features) =>
        modality == Modality.Caption ? null : model.PredictEmotion(modality, features.Features);

    public override double[] Similarities(TestPairs pairs, IReadOnlyList<int> captions)
    {
        var scores = Scores(pairs);
        if (model.System == ComparisonSystem.Cdcml) return scores;
        // weights change while the system is trained, and it is validated with one object for each epoch
        var (offset, slope) = _line ??= Fit();
        return [.. scores.Select(score => Math.Clamp(offset + slope * score, 0, 1))];
    }

    private (double, double) Fit()
    {
        var pairs = TestPairs.Of(split.Validation, split.Similarity, FittedPairs, split.Seed);
        var scores = Scores(pairs);
        var (meanScore, meanTarget) = (scores.Average(), pairs.Targets.Average());
        var spread = scores.Sum(s => (s - meanScore) * (s - meanScore));
        var slope = spread > 1e-12 ? scores.Zip(pairs.Targets, (s, t) => (s - meanScore) * (t - meanTarget)).Sum() / spread : 0;
        return (meanTarget - slope * meanScore, slope);
    }

    private double[] Scores(TestPairs pairs)
    {
        var result = new double[pairs.Targets.Count];
        for (var start = 0; start < result.Length; start += PairsAtOnce)
        {
            int[] part = [.. Enumerable.Range(start, Math.Min(PairsAtOnce, result.Length - start))];
            var scores = model.PredictSimilarity(
                pairs.Side.Images.Features.Take([.. part.Select(i => pairs.Images[i])]),
                pairs.Side.Music.Features.Take([.. part.Select(i => pairs.Music[i])]));
            for (var i = 0; i < scores.Length; i++) result[start + i] = scores[i];
        }
        return result;
    }
}
