using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Mmva.Tasks;

/// <summary>Selects prompts by the predicted emotion of the input, from a catalogue that is read or built when it is first needed.</summary>
/// <remarks>Safe to use from several threads at once.</remarks>
public sealed class PromptSelector : IPromptSelector, IDisposable
{
    private readonly PromptSet _prompts;
    private readonly IEmotionPredictor _predictor;
    private readonly PromptCatalogueCache _cache;
    private readonly double _diversity;
    private readonly EmotionalSimilarity _similarity;
    private readonly SemaphoreSlim _turn = new(1);
    private PromptCatalogue? _catalogue;

    /// <summary>Creates the selector; no catalogue is read yet.</summary>
    /// <param name="predictor">Predicts the valence and arousal of prompts and inputs.</param>
    /// <param name="options">
    /// The options, or <see langword="null"/> for the defaults. <see cref="PromptGenerationOptions.Server"/> is not used.
    /// </param>
    /// <param name="similarity">Converts distances to similarities, or <see langword="null"/> for Eq. 1 with the σ of IMEMNet.</param>
    /// <param name="logger">The logger; optional.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range, or the file of prompts cannot be read.</exception>
    public PromptSelector(
        IEmotionPredictor predictor, PromptGenerationOptions? options = null, EmotionalSimilarity? similarity = null,
        ILogger<PromptSelector>? logger = null)
        : this(predictor, options ?? new(), similarity, logger, precomputed: null) { }

    internal PromptSelector(
        IEmotionPredictor predictor, PromptGenerationOptions options, EmotionalSimilarity? similarity, ILogger? logger, string? precomputed)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        _prompts = options.Validated(new PromptGenerationOptionsValidator()).Effective;
        _predictor = predictor;
        _cache = new(options.Folder, precomputed, logger);
        _diversity = options.Diversity;
        _similarity = similarity ?? new();
    }

    /// <inheritdoc/>
    public async Task<PromptCatalogue> PrepareAsync(
        IProgress<PromptCatalogueProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (Volatile.Read(ref _catalogue) is { } ready) return ready;
        // concurrent callers wait with their own tokens; one that gives up does not cancel the others
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _catalogue ??= await _cache.GetAsync(_prompts, _predictor, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PromptMatch>> SelectAsync(ValenceArousal emotion, int count = 1, CancellationToken cancellationToken = default) =>
        (await PrepareAsync(null, cancellationToken).ConfigureAwait(false)).Nearest(emotion, count, _diversity, _similarity);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PromptMatch>> SelectAsync(
        IReadOnlyList<RgbImage> frames, int count = 1, CancellationToken cancellationToken = default)
    {
        if (frames.Count == 0) throw new ArgumentException("There are no frames.", nameof(frames));
        var emotions = (await _predictor.PredictAsync(frames, cancellationToken).ConfigureAwait(false)).Select(p => p.Emotion).ToList();
        return await this.SelectAsync(emotions, count, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IReadOnlyList<PromptMatch>>> SelectForEachAsync(
        IReadOnlyList<RgbImage> images, int count = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1); // even if there are no images, and before the encoder runs
        var predictions = await _predictor.PredictAsync(images, cancellationToken).ConfigureAwait(false);
        var catalogue = await PrepareAsync(null, cancellationToken).ConfigureAwait(false);
        return [.. predictions.Select(p => catalogue.Nearest(p.Emotion, count, _diversity, _similarity))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PromptMatch>> SelectAsync(Waveform music, int count = 1, CancellationToken cancellationToken = default) =>
        await SelectAsync(await _predictor.PredictAsync(music, cancellationToken).ConfigureAwait(false), count, cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PromptMatch>> SelectAsync(string caption, int count = 1, CancellationToken cancellationToken = default) =>
        await SelectAsync(await _predictor.PredictAsync(caption, cancellationToken).ConfigureAwait(false), count, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Releases the lock. No call may be in progress.</summary>
    public void Dispose() => _turn.Dispose();
}
