namespace Mmva.AotSmoke;

/// <summary>The first pixel, each colour from 0 to 1: features [1, 3].</summary>
internal sealed class ColourEncoder : IModalityEncoder<RgbImage>
{
    public EncoderMetadata Metadata { get; } = new("first-pixel", 1, 3, "MIT", "this program", "first-pixel-1");

    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default) =>
        Task.FromResult(new FeatureBatch(
            inputs.Count, 1, 3, inputs.SelectMany(image => image.Pixels[..3].ToArray()).Select(value => value / 255f).ToArray()));

    /// <summary>The same of colours that have a name.</summary>
    internal sealed class OfNames : IModalityEncoder<string>
    {
        public EncoderMetadata Metadata { get; } = new("colour-names", 1, 3, "MIT", "this program", "colour-names-1");

        public Task<FeatureBatch> EncodeAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default) =>
            Task.FromResult(new FeatureBatch(
                inputs.Count, 1, 3, inputs.SelectMany(name => name == "red" ? new float[] { 1, 0, 0 } : [0, 0, 0]).ToArray()));
    }
}
