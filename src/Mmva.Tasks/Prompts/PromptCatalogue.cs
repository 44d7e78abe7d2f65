namespace Mmva.Tasks;

/// <summary>The points of all prompts of a set on the emotion plane, as predicted by one predictor.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class PromptCatalogue
{
    /// <summary>The file name of a catalogue in the folder of a trained model.</summary>
    public const string FileName = "prompts.safetensors";

    private readonly PromptPoints _points;

    /// <summary>Creates a catalogue of known points.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="emotions">One finite point for each prompt, in their order.</param>
    /// <param name="predictor">
    /// The caption fingerprint of the predictor (<see cref="IEmotionPredictor.FingerprintOf"/>), or <see langword="null"/> if unknown.
    /// </param>
    /// <exception cref="PromptException">The counts of points and prompts differ, or a point is not finite.</exception>
    public PromptCatalogue(PromptSet prompts, IReadOnlyList<ValenceArousal> emotions, string? predictor = null)
    {
        if (emotions.Count != prompts.Count) throw new PromptException($"There are {emotions.Count:N0} points for {prompts.Count:N0} prompts.");
        for (var i = 0; i < emotions.Count; i++)
            if (!emotions[i].IsFinite) throw new PromptException($"The point of prompt {i} is {emotions[i]}: it must be finite.");
        Prompts = prompts;
        Predictor = predictor;
        _points = new([.. emotions]);
    }

    /// <summary>The prompts.</summary>
    public PromptSet Prompts { get; }

    /// <summary>The caption fingerprint of the predictor, or <see langword="null"/> if unknown.</summary>
    public string? Predictor { get; }

    /// <summary>The number of prompts.</summary>
    public int Count => _points.Count;

    /// <summary>The point of a prompt.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    public ValenceArousal this[int index] => _points[index];

    /// <summary>
    /// Predicts the valence and arousal of every prompt of a set. The 54,912 prompts of <see cref="PromptSet.Default"/> take a few minutes with the
    /// compact model.
    /// </summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="predictor">Predicts them as captions.</param>
    /// <param name="progress">Receives progress reports; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; no partial result is kept.</param>
    /// <returns>The catalogue.</returns>
    /// <exception cref="MmvaException">The predictor has no caption encoder.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    public static Task<PromptCatalogue> BuildAsync(
        PromptSet prompts, IEmotionPredictor predictor, IProgress<PromptCatalogueProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        new PromptPrediction(prompts, predictor, progress).RunAsync(null, cancellationToken);

    /// <summary>Reads a catalogue file.</summary>
    /// <param name="path">A file written by <see cref="Save"/>.</param>
    /// <param name="prompts">The expected prompts.</param>
    /// <param name="predictor">The expected caption fingerprint of the predictor, or <see langword="null"/> for any.</param>
    /// <returns>The catalogue.</returns>
    /// <exception cref="PromptException">
    /// The file is missing, damaged, or of other prompts or another predictor; the message starts with the path.
    /// </exception>
    public static PromptCatalogue Load(string path, PromptSet prompts, string? predictor = null) =>
        PromptCatalogueFile.Read(path, prompts, predictor);

    /// <summary>Writes the catalogue atomically: eight bytes for each prompt, and a header with the fingerprints.</summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <exception cref="PromptException">The file cannot be written.</exception>
    public void Save(string path) => PromptCatalogueFile.Write(path, this);

    /// <summary>Finds the prompts nearest to a point. Exact; takes a few microseconds, or a few hundred with diversity.</summary>
    /// <param name="point">The query point; finite.</param>
    /// <param name="count">The number of prompts, at least 1. Fewer are returned if the set has fewer.</param>
    /// <param name="diversity">
    /// 0 returns the nearest prompts. Above 0 and below 1 prompts are chosen one after the other: the nearest, and then, among the nearest thousand
    /// (or ten for each prompt wanted, if that is more), the one with the highest (1 − diversity) · similarity − diversity · the largest share
    /// of its words
    /// that it has in common with a prompt chosen before (maximal marginal relevance). Ties are broken by distance, then by index.
    /// </param>
    /// <param name="similarity">Converts distances to similarities, or <see langword="null"/> for Eq. 1 with the σ of IMEMNet.</param>
    /// <returns>The prompts, nearest first, whatever the diversity; equally distant prompts in the order of their indices.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The point is not finite, <paramref name="count"/> is below 1, or <paramref name="diversity"/> is not in [0, 1).
    /// </exception>
    public IReadOnlyList<PromptMatch> Nearest(ValenceArousal point, int count = 1, double diversity = 0, EmotionalSimilarity? similarity = null)
    {
        ArgumentChecks.ThrowIfNotFinite(point);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (diversity is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(diversity), diversity, "The diversity must be in [0, 1).");
        similarity ??= new();
        IEnumerable<PlaneNeighbor> found = diversity == 0 || count == 1
            ? _points.Nearest(point, count)
            : new DiversePrompts(Prompts, similarity, diversity).Choose(_points.Nearest(point, DiversePrompts.PoolOf(count)), count);
        return [.. found.Select(n => new PromptMatch(Prompts[n.Index], _points[n.Index], n.Distance, similarity.Score(n.Distance)))];
    }
}
