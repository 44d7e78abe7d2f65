using Mmva.Model;

namespace Mmva.Tasks.Tests.VideoSummaries;

/// <summary>Encoders without weights: the mean colors of an image, the loudness of audio; and a model that fits them.</summary>
internal sealed class ColorTower : IModalityEncoder<RgbImage>, IModalityEncoder<Waveform>
{
    private const int Width = 4;

    private static readonly MmvaModel Model = new(
        new() { Image = new(1, Width), Music = new(1, Width), Caption = new(1, Width), EmbeddingWidth = 8, HiddenWidth = 8, SimilarityHead = false },
        seed: 3);

    /// <summary>A predictor with this encoder.</summary>
    public EmotionPredictor Predictor => new(Model, this, this, captions: null);

    /// <summary>A predictor without an image encoder.</summary>
    public EmotionPredictor MusicPredictor => new(Model, images: null, this, captions: null);

    /// <summary>The number of encoded images.</summary>
    public int Images { get; private set; }

    public EncoderMetadata Metadata { get; } = new("colors", 1, Width, "MIT", "here", "1");

    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<RgbImage> inputs, CancellationToken cancellationToken = default)
    {
        Images += inputs.Count;
        return Task.FromResult(new FeatureBatch(inputs.Count, 1, Width, inputs.SelectMany(image =>
        {
            var features = new float[Width];
            features[3] = 0.1f;
            for (var i = 0; i < image.Pixels.Length; i++) features[i % 3] += image.Pixels.Span[i] / 85f / image.Pixels.Length;
            return features;
        }).ToArray()));
    }

    public Task<FeatureBatch> EncodeAsync(IReadOnlyList<Waveform> inputs, CancellationToken cancellationToken = default)
    {
        var loudness = inputs.Select(audio => (float)Math.Sqrt(audio.Samples.ToArray().Average(x => x * x))).ToList();
        var notices = loudness.Select((value, i) => (value, i)).Where(one => one.value == 0).Select(one => new EncodingNotice(one.i, "silent"))
            .ToList();
        return Task.FromResult(new FeatureBatch(inputs.Count, 1, Width, loudness.SelectMany(value => new[] { value, 1, 0, 0 }).ToArray(), notices));
    }
}
