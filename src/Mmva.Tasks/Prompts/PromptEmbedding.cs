namespace Mmva.Tasks;

/// <summary>Places all prompts of a set on the emotion plane, part by part.</summary>
internal sealed class PromptEmbedding(PromptSet prompts, IEmotionPredictor predictor, IProgress<PromptCatalogueProgress>? progress)
{
    /// <summary>Prompts of a part. Parts are the same in every run, so that a run that was taken up gives the same bits.</summary>
    public const int PartSize = 512;

    /// <summary>Embeds what is missing.</summary>
    /// <param name="partial">What an earlier run has done, and where this one keeps what it does; null for neither.</param>
    /// <param name="cancellationToken">Ends the work between batches.</param>
    public async Task<PromptCatalogue> RunAsync(PartialCatalogue? partial, CancellationToken cancellationToken)
    {
        var fingerprint = predictor.FingerprintOf(Modality.Caption);
        var emotions = new List<ValenceArousal>(prompts.Count);
        if (partial is not null) emotions.AddRange(partial.Read(prompts.Count));
        progress?.Report(new(emotions.Count, prompts.Count));
        while (emotions.Count < prompts.Count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var texts = Enumerable.Range(emotions.Count, Math.Min(PartSize, prompts.Count - emotions.Count)).Select(i => prompts[i].Text).ToList();
            var part = (await predictor.PredictAsync(texts, cancellationToken).ConfigureAwait(false)).Select(p => p.Emotion).ToArray();
            partial?.Append(part);
            emotions.AddRange(part);
            progress?.Report(new(emotions.Count, prompts.Count));
        }
        return new(prompts, emotions, fingerprint);
    }
}
