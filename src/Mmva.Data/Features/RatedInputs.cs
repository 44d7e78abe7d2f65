namespace Mmva.Data;

/// <summary>Turns the rated items of a data set into inputs for <see cref="FeatureCache"/>; the features then keep their ratings.</summary>
public static class RatedInputs
{
    /// <summary>Rated images.</summary>
    /// <param name="items">Items whose content is the path of an image.</param>
    /// <param name="decoder">Decodes the files.</param>
    public static IReadOnlyList<FeatureInput<RgbImage>> AsInputs(this IEnumerable<RatedItem> items, IImageDecoder decoder) =>
        [.. items.Select(item => FeatureInput.File(item.Content, decoder.DecodeAsync, item))];

    /// <summary>Rated pieces of music.</summary>
    /// <param name="items">Items whose content is the path of an audio file.</param>
    /// <param name="decoder">Decodes the files.</param>
    public static IReadOnlyList<FeatureInput<Waveform>> AsInputs(this IEnumerable<RatedItem> items, IAudioDecoder decoder) =>
        [.. items.Select(item => FeatureInput.File(item.Content, decoder.DecodeAsync, item))];

    /// <summary>Rated texts.</summary>
    /// <param name="items">Items whose content is a text.</param>
    public static IReadOnlyList<FeatureInput<string>> AsInputs(this IEnumerable<RatedItem> items) =>
        [.. items.Select(item => FeatureInput.Text(item.Content, item))];
}
