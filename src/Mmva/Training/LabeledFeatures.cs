namespace Mmva.Training;

/// <summary>The features of one modality with their labels.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class LabeledFeatures
{
    /// <summary>Combines features and labels.</summary>
    /// <param name="features">The features of at least one example.</param>
    /// <param name="emotions">One label per example; ignored if its weight is 0.</param>
    /// <param name="weights">The weight of each label, at least 0, where 0 means no label; or <see langword="null"/> for equal weights.</param>
    /// <exception cref="ArgumentException">
    /// There are no features, the numbers of features, labels and weights differ, a weight is negative or not finite, or a label with a weight above
    /// 0 is not finite.
    /// </exception>
    public LabeledFeatures(FeatureBatch features, IReadOnlyList<ValenceArousal> emotions, IReadOnlyList<float>? weights = null)
    {
        if (features.Count == 0) throw new ArgumentException("There are no features to train on.", nameof(features));
        if (emotions.Count != features.Count || (weights is not null && weights.Count != features.Count))
            throw new ArgumentException(
                $"There are {features.Count} features, {emotions.Count} labels and {weights?.Count ?? features.Count} weights; "
                + "the numbers must be equal.",
                nameof(emotions));
        Features = features;
        Emotions = [.. emotions];
        Weights = weights is null ? null : [.. weights];
        for (var i = 0; i < emotions.Count; i++)
        {
            if (!(WeightOf(i) >= 0) || float.IsInfinity(WeightOf(i)))
                throw new ArgumentException($"The weight of example {i} is {WeightOf(i)}; it must be at least 0 and finite.", nameof(weights));
            if (WeightOf(i) > 0 && !emotions[i].IsFinite)
                throw new ArgumentException($"The label of example {i} is {emotions[i]}; set its weight to 0 if it is not known.", nameof(emotions));
        }
    }

    /// <summary>The features.</summary>
    public FeatureBatch Features { get; }

    /// <summary>The labels, one per example.</summary>
    public IReadOnlyList<ValenceArousal> Emotions { get; }

    /// <summary>The weight of each label, or <see langword="null"/> for equal weights.</summary>
    public IReadOnlyList<float>? Weights { get; }

    /// <summary>The number of examples.</summary>
    public int Count => Features.Count;

    internal float WeightOf(int index) => Weights?[index] ?? 1;
}
