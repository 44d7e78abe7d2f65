namespace Mmva.Tasks;

/// <summary>A predictor and an index put together.</summary>
/// <remarks>Safe to use from several threads at once, as the two are.</remarks>
public sealed class EmotionRetriever : IEmotionRetriever
{
    private readonly IEmotionPredictor _predictor;
    private readonly SimilarityReranker _reranker;
    private readonly bool _keepEmbeddings;
    private readonly int _candidates;

    /// <summary>Puts a predictor and an index together.</summary>
    /// <param name="predictor">Places inputs on the emotion plane.</param>
    /// <param name="index">Keeps the items.</param>
    /// <param name="keepEmbeddings">Whether embeddings are kept: see <see cref="RetrievalOptions.KeepEmbeddings"/>.</param>
    /// <param name="candidates">See <see cref="RetrievalOptions.Candidates"/>.</param>
    public EmotionRetriever(IEmotionPredictor predictor, IEmotionIndex index, bool keepEmbeddings = true, int candidates = RetrievalOptions.DefaultCandidates)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(index);
        ArgumentOutOfRangeException.ThrowIfLessThan(candidates, 1);
        (_predictor, Index, _reranker, _keepEmbeddings, _candidates) = (predictor, index, new(predictor), keepEmbeddings, candidates);
    }

    /// <inheritdoc/>
    public IEmotionIndex Index { get; }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionItem>> IndexAsync(IReadOnlyList<RetrievalInput<RgbImage>> images, CancellationToken cancellationToken = default) =>
        IndexAsync(Modality.Image, images, _predictor.PredictAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionItem>> IndexAsync(IReadOnlyList<RetrievalInput<Waveform>> music, CancellationToken cancellationToken = default) =>
        IndexAsync(Modality.Music, music, _predictor.PredictAsync, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionItem>> IndexAsync(IReadOnlyList<RetrievalInput<string>> captions, CancellationToken cancellationToken = default) =>
        IndexAsync(Modality.Caption, captions, _predictor.PredictAsync, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EmotionMatch>> FindAsync(RgbImage image, int count, Modality? among = null, CancellationToken cancellationToken = default) =>
        await Index.NearestAsync(await _predictor.PredictAsync(image, cancellationToken).ConfigureAwait(false), count, among, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EmotionMatch>> FindAsync(Waveform music, int count, Modality? among = null, CancellationToken cancellationToken = default) =>
        await Index.NearestAsync(await _predictor.PredictAsync(music, cancellationToken).ConfigureAwait(false), count, among, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EmotionMatch>> FindAsync(string caption, int count, Modality? among = null, CancellationToken cancellationToken = default) =>
        await Index.NearestAsync(await _predictor.PredictAsync(caption, cancellationToken).ConfigureAwait(false), count, among, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RerankedMatch>> FindMusicAsync(RgbImage image, string caption, int count, CancellationToken cancellationToken = default)
    {
        var (i, c) = (await PredictAsync(image, cancellationToken).ConfigureAwait(false), await PredictAsync(caption, cancellationToken).ConfigureAwait(false));
        var candidates = await BetweenAsync(i, c, count, Modality.Music, cancellationToken).ConfigureAwait(false);
        return [.. _reranker.Rerank(candidates, image: i, caption: c).Take(count)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RerankedMatch>> FindImagesAsync(Waveform music, string caption, int count, CancellationToken cancellationToken = default)
    {
        var (m, c) = (await PredictAsync(music, cancellationToken).ConfigureAwait(false), await PredictAsync(caption, cancellationToken).ConfigureAwait(false));
        var candidates = await BetweenAsync(m, c, count, Modality.Image, cancellationToken).ConfigureAwait(false);
        return [.. _reranker.Rerank(candidates, music: m, caption: c).Take(count)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RerankedMatch>> FindCaptionsAsync(RgbImage image, Waveform music, int count, CancellationToken cancellationToken = default)
    {
        var (i, m) = (await PredictAsync(image, cancellationToken).ConfigureAwait(false), await PredictAsync(music, cancellationToken).ConfigureAwait(false));
        var candidates = await BetweenAsync(i, m, count, Modality.Caption, cancellationToken).ConfigureAwait(false);
        return [.. _reranker.Rerank(candidates, image: i, music: m).Take(count)];
    }

    private async Task<IReadOnlyList<EmotionItem>> IndexAsync<TInput>(
        Modality modality, IReadOnlyList<RetrievalInput<TInput>> inputs,
        Func<IReadOnlyList<TInput>, CancellationToken, Task<IReadOnlyList<EmotionPrediction>>> predict, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        // ids are checked before the long part begins
        EmotionItem.ThrowIfInvalid([.. inputs.Select(input => new EmotionItem(input.Id, modality, default, input.Payload))]);
        var predictions = await predict([.. inputs.Select(input => input.Input)], cancellationToken).ConfigureAwait(false);
        EmotionItem[] items = [.. inputs.Zip(predictions, (input, p) => new EmotionItem(input.Id, modality, p.Emotion, input.Payload, _keepEmbeddings ? p.Embedding : default))];
        await Index.UpsertAsync(items, cancellationToken).ConfigureAwait(false);
        return items;
    }

    private async Task<EmotionPrediction> PredictAsync(RgbImage image, CancellationToken cancellationToken) =>
        (await _predictor.PredictAsync([image], cancellationToken).ConfigureAwait(false))[0];

    private async Task<EmotionPrediction> PredictAsync(Waveform music, CancellationToken cancellationToken) =>
        (await _predictor.PredictAsync([music], cancellationToken).ConfigureAwait(false))[0];

    private async Task<EmotionPrediction> PredictAsync(string caption, CancellationToken cancellationToken) =>
        (await _predictor.PredictAsync([caption], cancellationToken).ConfigureAwait(false))[0];

    private Task<IReadOnlyList<EmotionMatch>> BetweenAsync(EmotionPrediction first, EmotionPrediction second, int count, Modality modality, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var middle = new ValenceArousal((first.Emotion.Valence + second.Emotion.Valence) / 2, (first.Emotion.Arousal + second.Emotion.Arousal) / 2);
        return Index.NearestAsync(middle, Math.Max(count, _candidates), modality, cancellationToken);
    }
}
