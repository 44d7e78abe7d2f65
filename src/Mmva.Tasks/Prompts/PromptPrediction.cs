namespace Mmva.Tasks;

/// <summary>Predicts the valence and arousal of all prompts of a set, part by part.</summary>
internal sealed class PromptPrediction(PromptSet prompts, IEmotionPredictor predictor, IProgress<PromptCatalogueProgress>? progress)
{
    /// <summary>The number of prompts of a part. Parts are the same in every run, so that a resumed build yields the same bits.</summary>
    public const int PartSize = 512;

    /// <summary>Predicts the missing prompts.</summary>
    /// <param name="partial">The results of an earlier run, to which this one appends, or <see langword="null"/> to keep nothing.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    public async Task<PromptCatalogue> RunAsync(PartialCatalogue? partial, CancellationToken cancellationToken)
    {
        var fingerprint = predictor.FingerprintOf(Modality.Caption);
        var emotions = new List<ValenceArousal>(prompts.Count);
        if (partial is not null) emotions.AddRange(partial.Read(prompts.Count));
        progress?.Report(new(emotions.Count, prompts.Count));
        while (emotions.Count < prompts.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var size = Math.Min(PartSize, prompts.Count - emotions.Count);
            var texts = Enumerable.Range(emotions.Count, size).Select(i => prompts[i].Text).ToList();
            var part = (await predictor.PredictAsync(texts, cancellationToken).ConfigureAwait(false)).Select(p => p.Emotion).ToArray();
            partial?.Append(part);
            emotions.AddRange(part);
            progress?.Report(new(emotions.Count, prompts.Count));
        }
        return new(prompts, emotions, fingerprint);
    }
}
