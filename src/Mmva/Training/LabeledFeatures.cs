namespace Mmva.Training;

/// <summary>Features of one modality with their labels.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class LabelledFeatures
{
    /// <summary>Puts features and labels together.</summary>
    /// <param name="features">The features.</param>
    /// <param name="emotions">One label for each; where the weight is 0 it is not read.</param>
    /// <param name="weights">How much each label counts, at least 0; 0 says that there is none. Null: all count alike.</param>
    /// <exception cref="ArgumentException">The numbers of features, labels and weights differ, there are none, a weight is negative or not finite, or a label that counts is not finite.</exception>
    public LabelledFeatures(FeatureBatch features, IReadOnlyList<ValenceArousal> emotions, IReadOnlyList<float>? weights = null)
    {
        if (features.Count == 0) throw new ArgumentException("There are no features to train on.", nameof(features));
        if (emotions.Count != features.Count || (weights is not null && weights.Count != features.Count))
            throw new ArgumentException($"{features.Count} features need as many labels and weights; there are {emotions.Count} labels and {weights?.Count ?? features.Count} weights.", nameof(emotions));
        (Features, Emotions, Weights) = (features, [.. emotions], weights is null ? null : [.. weights]);
        for (var i = 0; i < emotions.Count; i++)
        {
            if (!(WeightOf(i) >= 0) || float.IsInfinity(WeightOf(i))) throw new ArgumentException($"The weight of example {i} is {WeightOf(i)}; it must be a number of at least 0.", nameof(weights));
            if (WeightOf(i) > 0 && !emotions[i].IsFinite)
                throw new ArgumentException($"The label of example {i} is {emotions[i]}; give it the weight 0 if it is not known.", nameof(emotions));
        }
    }

    /// <summary>The features.</summary>
    public FeatureBatch Features { get; }

    /// <summary>The labels, one for each.</summary>
    public IReadOnlyList<ValenceArousal> Emotions { get; }

    /// <summary>How much each label counts; null where all count alike.</summary>
    public IReadOnlyList<float>? Weights { get; }

    /// <summary>Examples in all.</summary>
    public int Count => Features.Count;

    internal float WeightOf(int index) => Weights?[index] ?? 1;
}
