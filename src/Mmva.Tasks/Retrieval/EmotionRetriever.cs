using Microsoft.Extensions.Options;

namespace Mmva.Tasks;

/// <summary>Combines a predictor and an index.</summary>
/// <remarks>Safe to use from several threads at once, if the predictor and the index are.</remarks>
public sealed class EmotionRetriever : IEmotionRetriever
{
    private readonly IEmotionPredictor _predictor;
    private readonly SimilarityReranker _reranker;
    private readonly bool _keepEmbeddings;
    private readonly int _candidates;

    /// <summary>Creates a retriever.</summary>
    /// <param name="predictor">Predicts the valence and arousal of inputs.</param>
    /// <param name="index">Contains the items.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults. <see cref="RetrievalOptions.IndexFile"/> is not used.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public EmotionRetriever(IEmotionPredictor predictor, IEmotionIndex index, RetrievalOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        ArgumentNullException.ThrowIfNull(index);
        var valid = (options ?? new()).Validated(new RetrievalOptionsValidator());
        Index = index;
        _predictor = predictor;
        _reranker = new(predictor);
        _keepEmbeddings = valid.KeepEmbeddings;
        _candidates = valid.Candidates;
    }

    /// <inheritdoc/>
    public IEmotionIndex Index { get; }

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionItem>> IndexAsync(
        IReadOnlyList<RetrievalInput<RgbImage>> images, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        IndexAsync(Modality.Image, images, _predictor.PredictAsync, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionItem>> IndexAsync(
        IReadOnlyList<RetrievalInput<Waveform>> music, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        IndexAsync(Modality.Music, music, _predictor.PredictAsync, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EmotionItem>> IndexAsync(
        IReadOnlyList<RetrievalInput<string>> captions, IProgress<int>? progress = null, CancellationToken cancellationToken = default) =>
        IndexAsync(Modality.Caption, captions, _predictor.PredictAsync, progress, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EmotionMatch>> FindAsync(
        RgbImage image, int count, Modality? among = null, CancellationToken cancellationToken = default)
    {
        var point = await _predictor.PredictAsync(image, cancellationToken).ConfigureAwait(false);
        return await Index.NearestAsync(point, count, among, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EmotionMatch>> FindAsync(
        Waveform music, int count, Modality? among = null, CancellationToken cancellationToken = default)
    {
        var point = await _predictor.PredictAsync(music, cancellationToken).ConfigureAwait(false);
        return await Index.NearestAsync(point, count, among, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EmotionMatch>> FindAsync(
        string caption, int count, Modality? among = null, CancellationToken cancellationToken = default)
    {
        var point = await _predictor.PredictAsync(caption, cancellationToken).ConfigureAwait(false);
        return await Index.NearestAsync(point, count, among, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RerankedMatch>> FindMusicAsync(
        RgbImage image, string caption, int count, CancellationToken cancellationToken = default)
    {
        var i = await PredictAsync(image, cancellationToken).ConfigureAwait(false);
        var c = await PredictAsync(caption, cancellationToken).ConfigureAwait(false);
        var candidates = await BetweenAsync(i, c, count, Modality.Music, cancellationToken).ConfigureAwait(false);
        return [.. _reranker.Rerank(candidates, image: i, caption: c).Take(count)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RerankedMatch>> FindImagesAsync(
        Waveform music, string caption, int count, CancellationToken cancellationToken = default)
    {
        var m = await PredictAsync(music, cancellationToken).ConfigureAwait(false);
        var c = await PredictAsync(caption, cancellationToken).ConfigureAwait(false);
        var candidates = await BetweenAsync(m, c, count, Modality.Image, cancellationToken).ConfigureAwait(false);
        return [.. _reranker.Rerank(candidates, music: m, caption: c).Take(count)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RerankedMatch>> FindCaptionsAsync(
        RgbImage image, Waveform music, int count, CancellationToken cancellationToken = default)
    {
        var i = await PredictAsync(image, cancellationToken).ConfigureAwait(false);
        var m = await PredictAsync(music, cancellationToken).ConfigureAwait(false);
        var candidates = await BetweenAsync(i, m, count, Modality.Caption, cancellationToken).ConfigureAwait(false);
        return [.. _reranker.Rerank(candidates, image: i, music: m).Take(count)];
    }

    private async Task<IReadOnlyList<EmotionItem>> IndexAsync<TInput>(
        Modality modality, IReadOnlyList<RetrievalInput<TInput>> inputs,
        Func<IReadOnlyList<TInput>, CancellationToken, Task<IReadOnlyList<EmotionPrediction>>> predict, IProgress<int>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        // ids are checked before the long part begins
        EmotionItem.ThrowIfInvalid([.. inputs.Select(input => new EmotionItem(input.Id, modality, default, input.Payload))]);
        var items = new List<EmotionItem>(inputs.Count);
        // without progress the predictor chooses the batches
        foreach (var part in inputs.Chunk(progress is null ? Math.Max(1, inputs.Count) : MmvaOptions.DefaultBatchSize))
        {
            var predictions = await predict([.. part.Select(input => input.Input)], cancellationToken).ConfigureAwait(false);
            items.AddRange(part.Zip(predictions, Item));
            progress?.Report(items.Count);
        }
        await Index.UpsertAsync(items, cancellationToken).ConfigureAwait(false);
        return items;

        EmotionItem Item(RetrievalInput<TInput> input, EmotionPrediction prediction) =>
            new(input.Id, modality, prediction.Emotion, input.Payload, _keepEmbeddings ? prediction.Embedding : default);
    }

    private async Task<EmotionPrediction> PredictAsync(RgbImage image, CancellationToken cancellationToken) =>
        (await _predictor.PredictAsync([image], cancellationToken).ConfigureAwait(false))[0];

    private async Task<EmotionPrediction> PredictAsync(Waveform music, CancellationToken cancellationToken) =>
        (await _predictor.PredictAsync([music], cancellationToken).ConfigureAwait(false))[0];

    private async Task<EmotionPrediction> PredictAsync(string caption, CancellationToken cancellationToken) =>
        (await _predictor.PredictAsync([caption], cancellationToken).ConfigureAwait(false))[0];

    private Task<IReadOnlyList<EmotionMatch>> BetweenAsync(
        EmotionPrediction first, EmotionPrediction second, int count, Modality modality, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var (a, b) = (first.Emotion, second.Emotion);
        var midpoint = new ValenceArousal((a.Valence + b.Valence) / 2, (a.Arousal + b.Arousal) / 2);
        return Index.NearestAsync(midpoint, Math.Max(count, _candidates), modality, cancellationToken);
    }
}
