using Mmva.Model;

namespace Mmva.Tasks.Tests.VideoSummaries;

/// <summary>Towers without weights: the mean colours of a picture, the loudness of a sound; and heads that fit them.</summary>
internal sealed class ColourTower : IModalityEncoder<RgbImage>, IModalityEncoder<Waveform>
{
    private const int Width = 4;

    public static readonly MmvaModel Heads = new(new() { Image = new(1, Width), Music = new(1, Width), Caption = new(1, Width), EmbeddingWidth = 8, HiddenWidth = 8, SimilarityHead = false }, seed: 3);

    public int Pictures { get; private set; }

    public EncoderMetadata Metadata { get; } = new("colours", 1, Width, "MIT", "here", "1");

    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default)
    {
        Pictures += inputs.Count;
        return Task.FromResult(new FeatureBatch(inputs.Count, 1, Width, inputs.SelectMany(image =>
        {
            var features = new float[Width];
            features[3] = 0.1f;
            for (var i = 0; i < image.Pixels.Length; i++) features[i % 3] += image.Pixels.Span[i] / 85f / image.Pixels.Length;
            return features;
        }).ToArray()));
    }

    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default) =>
        Task.FromResult(new FeatureBatch(inputs.Count, 1, Width, inputs.SelectMany(sound => new[] { (float)Math.Sqrt(sound.Samples.ToArray().Average(x => x * x)), 1, 0, 0 }).ToArray()));
}
