using Mmva;

namespace PaperTables;

/// <summary>
/// When to stop, by the same rule for every system: the mean of its squared errors on the validation side, each as a share of the error of a
/// constant: valence and arousal of every modality that it reads, and the similarity.
/// </summary>
internal sealed class ValidationScore
{
    private const int Pairs = 500;

    private readonly Side _side;
    private readonly TestPairs _pairs;
    private readonly Dictionary<Modality, (double Valence, double Arousal)> _constant = [];
    private readonly double _constantSimilarity;

    public ValidationScore(SeedSplit split)
    {
        _side = split.Validation;
        _pairs = TestPairs.Of(_side, split.Similarity, Pairs, split.Seed);
        foreach (var modality in Enum.GetValues<Modality>())
        {
            var mean = split.Train.Of(modality).MeanEmotion;
            var target = _side.Of(modality).Emotions;
            _constant[modality] = Errors(target, [.. target.Select(_ => mean)]);
        }
        var trivial = split.TrivialSimilarity().Mean;
        _constantSimilarity = _pairs.Targets.Average(t => (t - trivial) * (t - trivial));
    }

    public double Of(TrainedSystem system)
    {
        var shares = new List<double>();
        foreach (var (modality, constant) in _constant)
        {
            var set = _side.Of(modality);
            if (system.Emotions(modality, set) is not { } predicted) continue;
            var (valence, arousal) = Errors(set.Emotions, predicted);
            shares.Add(valence / Math.Max(constant.Valence, double.Epsilon));
            shares.Add(arousal / Math.Max(constant.Arousal, double.Epsilon));
        }
        var similarity = system.Similarities(_pairs, FoundCaptions.ByPrediction(system, _side));
        shares.Add(_pairs.Targets.Zip(similarity, (t, s) => (t - s) * (t - s)).Average() / Math.Max(_constantSimilarity, double.Epsilon));
        return shares.Average();
    }

    private static (double Valence, double Arousal) Errors(IReadOnlyList<ValenceArousal> target, IReadOnlyList<ValenceArousal> predicted) => (
        target.Zip(predicted, (t, p) => (double)(t.Valence - p.Valence) * (t.Valence - p.Valence)).Average(),
        target.Zip(predicted, (t, p) => (double)(t.Arousal - p.Arousal) * (t.Arousal - p.Arousal)).Average());
}
