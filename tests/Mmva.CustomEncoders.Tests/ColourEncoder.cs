namespace Mmva.CustomEncoders.Tests;

/// <summary>The mean colour of a picture, each from 0 to 1: features [1, 3].</summary>
public sealed class ColourEncoder : IModalityEncoder<RgbImage>
{
    public EncoderMetadata Metadata { get; } = new(
        "mean-colour", Layers: 1, Width: 3, License: "MIT", Source: "https://example.org/mean-colour", Fingerprint: "mean-colour-1");

    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default)
    {
        var values = new float[inputs.Count * 3];
        for (var i = 0; i < inputs.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var pixels = inputs[i].Pixels.Span;
            for (var p = 0; p < pixels.Length; p++) values[i * 3 + p % 3] += pixels[p] / 255f / (pixels.Length / 3);
        }
        return Task.FromResult(new FeatureBatch(inputs.Count, 1, 3, values));
    }
}
