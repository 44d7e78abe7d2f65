namespace Mmva.Tasks;

/// <summary>The places of all prompts of a set on the emotion plane, as one predictor sees them.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
public sealed class PromptCatalogue
{
    /// <summary>The name of a catalogue in the folder of a trained model.</summary>
    public const string FileName = "prompts.safetensors";

    private readonly PromptPoints _points;

    /// <summary>Makes a catalogue of places that are known.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="emotions">One finite place for each, in their order.</param>
    /// <param name="predictor">Whose places these are: <see cref="IEmotionPredictor.FingerprintOf"/> for captions. Null where nobody can say.</param>
    /// <exception cref="PromptException">There are more or fewer places than prompts, or one is not finite.</exception>
    public PromptCatalogue(PromptSet prompts, IReadOnlyList<ValenceArousal> emotions, string? predictor = null)
    {
        if (emotions.Count != prompts.Count) throw new PromptException($"There are {emotions.Count:N0} places of {prompts.Count:N0} prompts.");
        for (var i = 0; i < emotions.Count; i++)
            if (!float.IsFinite(emotions[i].Valence) || !float.IsFinite(emotions[i].Arousal)) throw new PromptException($"The place of prompt {i} is {emotions[i]}: not finite.");
        (Prompts, Predictor, _points) = (prompts, predictor, new([.. emotions]));
    }

    /// <summary>The prompts.</summary>
    public PromptSet Prompts { get; }

    /// <summary>Whose places these are: the fingerprint of the predictor; null where nobody can say.</summary>
    public string? Predictor { get; }

    /// <summary>Prompts in all.</summary>
    public int Count => _points.Count;

    /// <summary>Where a prompt lies.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1.</param>
    public ValenceArousal this[int index] => _points[index];

    /// <summary>Places every prompt of a set on the emotion plane. The 54,912 of <see cref="PromptSet.Default"/> take a few minutes with the compact model.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="predictor">Reads them as captions.</param>
    /// <param name="progress">Told after every few hundred.</param>
    /// <param name="cancellationToken">Ends the work; nothing is kept. <see cref="PromptCatalogueCache"/> keeps what was done.</param>
    /// <exception cref="MmvaException">The predictor has no encoder for captions.</exception>
    public static Task<PromptCatalogue> BuildAsync(PromptSet prompts, IEmotionPredictor predictor, IProgress<PromptCatalogueProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new PromptEmbedding(prompts, predictor, progress).RunAsync(null, cancellationToken);

    /// <summary>Reads a catalogue file.</summary>
    /// <param name="path">What <see cref="Save"/> wrote.</param>
    /// <param name="prompts">The prompts that it must be of.</param>
    /// <param name="predictor">The predictor that it must be of; null takes any.</param>
    /// <exception cref="PromptException">The file is missing, damaged, or of other prompts or another predictor; the message begins with the path.</exception>
    public static PromptCatalogue Load(string path, PromptSet prompts, string? predictor = null) => PromptCatalogueFile.Read(path, prompts, predictor);

    /// <summary>Writes the catalogue, atomically: eight bytes for each prompt, and a header with the fingerprints.</summary>
    /// <param name="path">The target; an existing file is replaced.</param>
    /// <exception cref="PromptException">The file cannot be written.</exception>
    public void Save(string path) => PromptCatalogueFile.Write(path, this);

    /// <summary>The prompts nearest to a place. Exact; a few microseconds, with diversity some hundred.</summary>
    /// <param name="place">Where to look; finite.</param>
    /// <param name="count">How many, at least 1. Fewer are returned where there are fewer.</param>
    /// <param name="diversity">
    /// 0 gives the nearest prompts. Above 0 and below 1 they are chosen one after the other: the nearest, and then each time the one, among the nearest thousand (ten for each that is wanted, if that is more), with the highest
    /// (1 − diversity) · similarity − diversity · the largest share of its words that one chosen before has too (maximal marginal relevance). Of two that are equally good it is the nearer one, then the one with the lower index.
    /// </param>
    /// <param name="similarity">What distances mean; Eq. 1 with IMEMNet's σ when null.</param>
    /// <returns>Nearest first, whatever the diversity; of those equally far, the lower index first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The place is not finite, <paramref name="count"/> is below 1, or <paramref name="diversity"/> is not from 0 up to 1.</exception>
    public IReadOnlyList<PromptMatch> Nearest(ValenceArousal place, int count = 1, double diversity = 0, EmotionalSimilarity? similarity = null)
    {
        if (!float.IsFinite(place.Valence) || !float.IsFinite(place.Arousal)) throw new ArgumentOutOfRangeException(nameof(place), place, "The place must be finite.");
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (diversity is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(diversity), diversity, "Diversity is from 0 up to, not including, 1.");
        similarity ??= new();
        IEnumerable<PlaneNeighbour> found = diversity == 0 || count == 1
            ? _points.Nearest(place, count)
            : new DiversePrompts(Prompts, similarity, diversity).Choose(_points.Nearest(place, DiversePrompts.PoolOf(count)), count);
        return [.. found.Select(n => new PromptMatch(Prompts[n.Point], _points[n.Point], n.Distance, similarity.Score(n.Distance)))];
    }
}
