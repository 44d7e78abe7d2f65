namespace Mmva.Data;

/// <summary>Reads the published data sets of the field from local folders.</summary>
/// <remarks>
/// Ratings are converted to [0, 1] by the ends of each set's scale unless a method accepts an <see cref="EmotionNormalization"/>. All
/// methods are safe to call from several threads at once.
/// </remarks>
public static partial class Datasets;
