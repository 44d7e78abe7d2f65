namespace Mmva.Tasks;

/// <summary>Places the input with the emotion predictor and looks in the catalogue, which is read or built when first needed.</summary>
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

    /// <summary>Puts the parts together; nothing is read yet.</summary>
    /// <param name="prompts">The prompts to choose from.</param>
    /// <param name="predictor">Places prompts and inputs on the emotion plane.</param>
    /// <param name="cache">Keeps the catalogue.</param>
    /// <param name="diversity">How much prompts after the first shall vary, from 0 up to, not including, 1; see <see cref="PromptCatalogue.Nearest"/>.</param>
    /// <param name="similarity">What distances mean; Eq. 1 with IMEMNet's σ when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The diversity is out of its range.</exception>
    public PromptSelector(
        PromptSet prompts, IEmotionPredictor predictor, PromptCatalogueCache cache, double diversity = PromptGenerationOptions.DefaultDiversity, EmotionalSimilarity? similarity = null)
    {
        if (diversity is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(diversity), diversity, "Diversity is from 0 up to, not including, 1.");
        (_prompts, _predictor, _cache, _diversity, _similarity) = (prompts, predictor, cache, diversity, similarity ?? new());
    }

    /// <inheritdoc/>
    public async Task<PromptCatalogue> PrepareAsync(IProgress<PromptCatalogueProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (Volatile.Read(ref _catalogue) is { } ready) return ready;
        // callers that come meanwhile wait their turn with their own tokens; one who gives up does not end the others
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
    public async Task<IReadOnlyList<PromptMatch>> SelectAsync(IReadOnlyList<RgbImage> frames, int count = 1, CancellationToken cancellationToken = default)
    {
        if (frames.Count == 0) throw new ArgumentException("There is no picture.", nameof(frames));
        var places = (await _predictor.PredictAsync(frames, cancellationToken).ConfigureAwait(false)).Select(p => p.Emotion).ToList();
        return await this.SelectAsync(places, count, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IReadOnlyList<PromptMatch>>> SelectForEachAsync(IReadOnlyList<RgbImage> images, int count = 1, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1); // also where there is no picture, and before the encoder works
        var predictions = await _predictor.PredictAsync(images, cancellationToken).ConfigureAwait(false);
        var catalogue = await PrepareAsync(null, cancellationToken).ConfigureAwait(false);
        return [.. predictions.Select(p => catalogue.Nearest(p.Emotion, count, _diversity, _similarity))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PromptMatch>> SelectAsync(Waveform music, int count = 1, CancellationToken cancellationToken = default) =>
        await SelectAsync(await _predictor.PredictAsync(music, cancellationToken).ConfigureAwait(false), count, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PromptMatch>> SelectAsync(string caption, int count = 1, CancellationToken cancellationToken = default) =>
        await SelectAsync(await _predictor.PredictAsync(caption, cancellationToken).ConfigureAwait(false), count, cancellationToken).ConfigureAwait(false);

    /// <summary>Frees what waiting callers waited on. No call may be under way.</summary>
    public void Dispose() => _turn.Dispose();
}
