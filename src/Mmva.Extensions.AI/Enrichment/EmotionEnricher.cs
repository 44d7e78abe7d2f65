using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Mmva.Extensions.AI;

/// <summary>
/// Adds valence, arousal and mood to the texts of a pipeline as they pass through, offline. The chunks of Microsoft.Extensions.DataIngestion are one
/// such pipeline, rows of a database another; no type of either is needed.
/// </summary>
/// <remarks>
/// Texts come out in their order. A text of white space passes through without an emotion. The encoder reads the beginning of a long text only, which
/// <see cref="NoticesKey"/> then says: enrich chunks, not documents. Safe to use from several threads at once if the predictor is.
/// </remarks>
public sealed class EmotionEnricher
{
    /// <summary>The key of the valence in the metadata: a <see cref="float"/> from 0 (unpleasant) to 1 (pleasant).</summary>
    public const string ValenceKey = "valence";

    /// <summary>The key of the arousal in the metadata: a <see cref="float"/> from 0 (calm) to 1 (excited).</summary>
    public const string ArousalKey = "arousal";

    /// <summary>The key of the mood in the metadata: a <see cref="string"/>. Absent if no vocabulary is configured or no word fits.</summary>
    public const string MoodKey = "mood";

    /// <summary>The key of the notices in the metadata: one <see cref="string"/>, separated by semicolons. Absent if there are none.</summary>
    public const string NoticesKey = "emotion_notices";

    private readonly IEmotionPredictor _predictor;
    private readonly EmotionEnricherOptions _options;

    /// <summary>Creates an enricher.</summary>
    /// <param name="predictor">Predicts the valence and arousal of the texts.</param>
    /// <param name="options">The options, or <see langword="null"/> for the defaults.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public EmotionEnricher(IEmotionPredictor predictor, EmotionEnricherOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        _predictor = predictor;
        _options = (options ?? new()).Validated(new EmotionEnricherOptionsValidator());
    }

    /// <summary>Adds the emotion to each text.</summary>
    /// <param name="texts">The texts, enumerated as they are needed.</param>
    /// <param name="progress">Receives the number of texts that came out so far; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The texts in their order.</returns>
    /// <exception cref="MmvaException">No caption encoder is registered, or a text is null.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public IAsyncEnumerable<EnrichedText> EnrichAsync(
        IAsyncEnumerable<string> texts, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return RunAsync(texts, text => text, (_, enriched) => enriched, progress, cancellationToken);
    }

    /// <summary>Adds the emotion to the metadata of each chunk, under the keys of this class, replacing what is there under them.</summary>
    /// <typeparam name="TChunk">The chunk: any type that has a text and metadata.</typeparam>
    /// <param name="chunks">The chunks, enumerated as they are needed.</param>
    /// <param name="text">Returns the text of a chunk.</param>
    /// <param name="metadata">Returns the metadata of a chunk, to which the emotion is added.</param>
    /// <param name="progress">Receives the number of chunks that came out so far; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests. Chunks that did not come out are unchanged.</param>
    /// <returns>The same chunks in their order.</returns>
    /// <exception cref="MmvaException">No caption encoder is registered, or a text is null.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public IAsyncEnumerable<TChunk> EnrichAsync<TChunk>(
        IAsyncEnumerable<TChunk> chunks, Func<TChunk, string> text, Func<TChunk, IDictionary<string, object?>> metadata,
        IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(metadata);
        return RunAsync(chunks, text, (chunk, enriched) => Write(chunk, enriched, metadata(chunk)), progress, cancellationToken);
    }

    private async IAsyncEnumerable<TResult> RunAsync<TChunk, TResult>(
        IAsyncEnumerable<TChunk> chunks, Func<TChunk, string> text, Func<TChunk, EnrichedText, TResult> finish, IProgress<int>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (done, batch) = (0, new List<TChunk>(_options.BatchSize));
        await foreach (var chunk in chunks.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            batch.Add(chunk);
            if (batch.Count < _options.BatchSize) continue;
            foreach (var (one, enriched) in await PredictAsync(batch, text, done, cancellationToken).ConfigureAwait(false))
            {
                yield return finish(one, enriched);
                progress?.Report(++done);
            }
            batch.Clear();
        }
        foreach (var (one, enriched) in await PredictAsync(batch, text, done, cancellationToken).ConfigureAwait(false))
        {
            yield return finish(one, enriched);
            progress?.Report(++done);
        }
    }

    private async Task<IReadOnlyList<(TChunk Chunk, EnrichedText Enriched)>> PredictAsync<TChunk>(
        List<TChunk> batch, Func<TChunk, string> text, int start, CancellationToken cancellationToken)
    {
        var texts = batch.Select((chunk, i) => text(chunk) ?? throw new MmvaException($"Text {start + i} is null.")).ToList();
        var written = texts.Where(one => !string.IsNullOrWhiteSpace(one)).ToList();
        var predictions = written.Count == 0 ? [] : await _predictor.PredictAsync(written, cancellationToken).ConfigureAwait(false);
        var next = 0;
        return [.. batch.Zip(texts, (chunk, one) => (chunk, string.IsNullOrWhiteSpace(one) ? None(one) : Of(one, predictions[next++])))];
    }

    private static EnrichedText None(string text) => new(text, null, null, []);

    private EnrichedText Of(string text, EmotionPrediction prediction) =>
        new(text, prediction.Emotion, _options.Mood?.Invoke(prediction.Emotion), prediction.Notices);

    private static TChunk Write<TChunk>(TChunk chunk, EnrichedText enriched, IDictionary<string, object?> metadata)
    {
        // nothing of a former run may stay
        foreach (var key in (string[])[ValenceKey, ArousalKey, MoodKey, NoticesKey]) metadata.Remove(key);
        if (enriched.Emotion is not { } emotion) return chunk;
        metadata[ValenceKey] = emotion.Valence;
        metadata[ArousalKey] = emotion.Arousal;
        if (enriched.Mood is { } mood) metadata[MoodKey] = mood;
        if (enriched.Notices.Count > 0) metadata[NoticesKey] = string.Join("; ", enriched.Notices);
        return chunk;
    }
}
