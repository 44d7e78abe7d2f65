namespace Mmva.Tasks.Tests.Retrieval;

/// <summary>Predicts by simple rules: an image by its first pixel, music by its first two samples, a caption by its two digits.</summary>
internal sealed class FakePredictor : IEmotionPredictor
{
    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<RgbImage> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        All(images, image => new(image.Pixels.Span[0] / 255f, image.Pixels.Span[1] / 255f));

    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<Waveform> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        All(music, sound => new(sound.Samples.Span[0], sound.Samples.Span[1]));

    public Task<IReadOnlyList<EmotionPrediction>> PredictAsync(
        IReadOnlyList<string> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        All(captions, caption => new(caption[0] - '0', caption[2] - '0'));

    /// <summary>Prefers music of low arousal, whatever the others are.</summary>
    public IReadOnlyList<float> PredictSimilarity(IReadOnlyList<EmotionTriple> triples) =>
        [.. triples.Select(triple => 1 - triple.Music.Embedding.Span[1])];

    private static Task<IReadOnlyList<EmotionPrediction>> All<TInput>(IReadOnlyList<TInput> inputs, Func<TInput, ValenceArousal> predict) =>
        Task.FromResult<IReadOnlyList<EmotionPrediction>>([.. inputs.Select(predict)
            .Select(p => new EmotionPrediction(p, new[] { p.Valence, p.Arousal }, []))]);
}
