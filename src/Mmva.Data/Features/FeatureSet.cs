using Mmva.Training;

namespace Mmva.Data;

/// <summary>The features of many inputs, with their ratings and the inputs that failed. It can be used for training directly.</summary>
/// <remarks>
/// The features are in the memory-mapped files of the cache and are read from there: a set of any size takes little memory, and subsets copy nothing.
/// Immutable; safe to read from several threads. A set and its subsets are valid until the set is disposed.
/// </remarks>
public sealed class FeatureSet : IDisposable
{
    private readonly RatedItem?[] _items;
    private readonly string[] _names;
    private readonly bool _isRated;
    private readonly IDisposable? _files;

    internal FeatureSet(
        EncoderMetadata encoder, FeatureBatch features, IReadOnlyList<int> rows, RatedItem?[] items, string[] names,
        IReadOnlyList<FeatureFailure> failures, IDisposable? files)
    {
        Encoder = encoder;
        Features = features;
        Rows = rows;
        _items = items;
        _names = names;
        _isRated = Array.IndexOf(items, null) < 0;
        Failures = failures;
        _files = files;
    }

    /// <summary>A set of features that were computed elsewhere.</summary>
    /// <param name="encoder">The encoder that computed the features.</param>
    /// <param name="features">The features, [count, layers, width].</param>
    /// <param name="items">The rated item of each row.</param>
    /// <exception cref="ArgumentException">The numbers of rows and items differ.</exception>
    public static FeatureSet Of(EncoderMetadata encoder, FeatureBatch features, IReadOnlyList<RatedItem> items)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(items);
        if (features.Count != items.Count) throw new ArgumentException($"{features.Count} rows of features have {items.Count} items.", nameof(items));
        return new(
            encoder, features, [.. Enumerable.Range(0, items.Count)], [.. items], [.. items.Select(item => item.Content)], [], null);
    }

    /// <summary>The encoder that computed the features.</summary>
    public EncoderMetadata Encoder { get; }

    /// <summary>The features of the inputs that succeeded, [count, layers, width], in the order of the inputs.</summary>
    public FeatureBatch Features { get; }

    /// <summary>The shape of one row.</summary>
    public FeatureShape Shape => new(Features.Layers, Features.Width);

    /// <summary>The index of the input of each row of <see cref="Features"/>.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>The inputs that failed, in order.</summary>
    public IReadOnlyList<FeatureFailure> Failures { get; }

    /// <summary>The number of rows.</summary>
    public int Count => Features.Count;

    /// <summary>The rated item of each row.</summary>
    /// <exception cref="InvalidOperationException">The inputs were not made from rated items.</exception>
    public IReadOnlyList<RatedItem> Items
    {
        get
        {
            if (_isRated) return _items!;
            throw new InvalidOperationException(
                $"These features have no ratings: make the inputs from rated items, with {nameof(FeatureInput)}.{nameof(FeatureInput.AsInputs)}.");
        }
    }

    /// <summary>The rating of each row.</summary>
    /// <exception cref="InvalidOperationException">The inputs were not made from rated items.</exception>
    public IReadOnlyList<ValenceArousal> Emotions => [.. Items.Select(item => item.Emotion)];

    /// <summary>The mean rating: the trivial predictor of whatever is trained on this set.</summary>
    /// <exception cref="InvalidOperationException">The inputs were not made from rated items, or the set is empty.</exception>
    public ValenceArousal MeanEmotion => new(Items.Average(item => item.Emotion.Valence), Items.Average(item => item.Emotion.Arousal));

    /// <summary>Selects rows, in any order. Nothing is copied.</summary>
    /// <param name="rows">Each from 0 to <see cref="Count"/> − 1.</param>
    /// <returns>The subset, without the list of failures; valid until this set is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public FeatureSet Take(IReadOnlyList<int> rows) =>
        new(
            Encoder, Features.Take(rows), [.. rows.Select(row => Rows[row])], [.. rows.Select(row => _items[row])],
            [.. rows.Select(row => _names[row])], [], null);

    /// <summary>Selects the rows whose rated item meets a condition. Nothing is copied.</summary>
    /// <param name="condition">Receives each rated item.</param>
    /// <returns>The subset, valid until this set is disposed.</returns>
    /// <exception cref="InvalidOperationException">The inputs were not made from rated items.</exception>
    public FeatureSet Where(Func<RatedItem, bool> condition)
    {
        var items = Items;
        return Take([.. Enumerable.Range(0, Count).Where(row => condition(items[row]))]);
    }

    /// <summary>Splits into a training and a test set, so that no song, theme or near-duplicate is in both: see <see cref="GroupedSplit"/>.</summary>
    /// <param name="test">The share to test on, above 0 and below 1; met as closely as the groups allow.</param>
    /// <param name="seed">The seed of the random assignment of groups.</param>
    /// <exception cref="InvalidOperationException">The inputs were not made from rated items.</exception>
    public (FeatureSet Train, FeatureSet Test) Split(double test = 0.2, int seed = 1)
    {
        var split = GroupedSplit.TrainValidationHoldOut(Items, validation: 0, holdOut: test, seed);
        return (Take(split.Train), Take(split.HoldOut));
    }

    /// <summary>The features with their ratings as labels.</summary>
    /// <param name="weight">The weight of an item's label, at least 0, or <see langword="null"/> for equal weights.</param>
    /// <exception cref="ArgumentException">The set is empty, or a weight is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">The inputs were not made from rated items.</exception>
    public LabeledFeatures ToLabeled(Func<RatedItem, float>? weight = null) =>
        new(Features, Emotions, weight is null ? null : [.. Items.Select(weight)]);

    /// <summary>The features with their ratings as labels, all with the same weight.</summary>
    public static implicit operator LabeledFeatures(FeatureSet set) => set.ToLabeled();

    /// <summary>The rated item of a row, or null if there is none, and the name of its input.</summary>
    internal (RatedItem? Item, string Name) InputOf(int row) => (_items[row], _names[row]);

    /// <summary>Closes the files of the cache.</summary>
    public void Dispose() => _files?.Dispose();
}
