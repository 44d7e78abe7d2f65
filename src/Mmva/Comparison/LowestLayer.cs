namespace Mmva.Comparison;

/// <summary>The lowest layer of features, the one closest to the spectrogram, without a copy.</summary>
internal static class LowestLayer
{
    public static FeatureBatch Of(FeatureBatch features) => features.Layers == 1
        ? features
        : FeatureBatch.FromRows(1, features.Width, Enumerable.Range(0, features.Count).Select(i => features[i][..features.Width]));
}
