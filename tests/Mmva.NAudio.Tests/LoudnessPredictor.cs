using System.Numerics.Tensors;

namespace Mmva.NAudio.Tests;

/// <summary>Valence is the level of a waveform and arousal its duration, up to twenty seconds: predictions that can be computed by hand.</summary>
internal sealed class LoudnessPredictor : IEmotionPredictor
{
    private readonly List<Waveform> _seen = [];

    /// <summary>The waveforms that were predicted.</summary>
    public IReadOnlyList<Waveform> Seen => _seen;

    /// <summary>Awaited before each prediction.</summary>
    public Func<CancellationToken, Task> Before { get; init; } = _ => Task.CompletedTask;

    public async Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        await Before(cancellationToken);
        lock (_seen) _seen.AddRange(music);
        return [.. music.Select(waveform => new EmotionPrediction(
            new(MathF.Sqrt(TensorPrimitives.SumOfSquares(waveform.Samples.Span) / waveform.Samples.Length),
                (float)waveform.Duration.TotalSeconds / 20), default, []))];
    }

    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples) => throw new NotSupportedException();
}
