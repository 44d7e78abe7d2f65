using System.Security.Cryptography;
using System.Text;

namespace Mmva.Tasks.Tests.Prompts;

/// <summary>Predicts texts by their hashes, images by their first pixel, music by its first sample; counts the inputs.</summary>
internal sealed class HashPredictor(string? fingerprint = "hash-1") : IEmotionPredictor
{
    private int _captions;

    public int Captions => _captions;

    /// <summary>The number of calls for images.</summary>
    public int ImageCalls { get; private set; }

    /// <summary>Called before each batch of captions.</summary>
    public Action<int>? OnCaptions { get; init; }

    public static ValenceArousal PointOf(string text)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return new(BitConverter.ToUInt16(hash, 0) / 65535f, BitConverter.ToUInt16(hash, 2) / 65535f);
    }

    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ImageCalls++;
        return Points(images.Select(i => new ValenceArousal(i.Pixels.Span[0] / 255f, i.Pixels.Span[1] / 255f)));
    }

    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        Points(music.Select(m => new ValenceArousal(m.Samples.Span[0], m.Samples.Span[0])));

    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        OnCaptions?.Invoke(_captions);
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Add(ref _captions, captions.Count);
        return Points(captions.Select(PointOf));
    }

    public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples) => throw new NotSupportedException();

    public string? FingerprintOf(Modality modality) => fingerprint;

    private static Task<IReadOnlyList<EmotionPrediction>> Points(IEnumerable<ValenceArousal> points) =>
        Task.FromResult<IReadOnlyList<EmotionPrediction>>([.. points.Select(p => new EmotionPrediction(p, default, []))]);
}
