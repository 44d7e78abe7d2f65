using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Mmva.Endurance.Kills.Children;

/// <summary>A predictor without weights: points follow from the content.</summary>
/// <remarks>Some milliseconds a batch, so that there are moments to be killed at.</remarks>
internal sealed class TinyPredictor(TimeSpan batchTime) : IEmotionPredictor
{
    private const int EmbeddingLength = 4;

    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        OfAsync(images.Select(image => image.Pixels.ToArray()), cancellationToken);

    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        OfAsync(music.Select(one => MemoryMarshal.AsBytes(one.Samples.Span).ToArray()), cancellationToken);

    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        OfAsync(captions.Select(Encoding.UTF8.GetBytes), cancellationToken);

    public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples) => throw new NotSupportedException();

    public string? FingerprintOf(Modality modality) => $"tiny-{modality}";

    private async Task<IReadOnlyList<EmotionPrediction>> OfAsync(IEnumerable<byte[]> contents, CancellationToken cancellationToken)
    {
        if (batchTime > TimeSpan.Zero) await Task.Delay(batchTime, cancellationToken);
        return [.. contents.Select(content =>
        {
            var hash = SHA256.HashData(content);
            float Value(int at) => BitConverter.ToUInt16(hash, 2 * at) / 65535f;
            return new EmotionPrediction(new(Value(0), Value(1)), Enumerable.Range(2, EmbeddingLength).Select(Value).ToArray(), []);
        })];
    }
}
