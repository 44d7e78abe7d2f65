namespace Mmva.Tasks;

/// <summary>Ranks matches by the similarity head of the model.</summary>
/// <remarks>
/// The head scores complete triples of image, music and caption: it was never trained on fewer, and an invented part would invent the score.
/// So a query must have two of the three, and the candidates are the third. For a query of one part, the order on the emotion plane (Eq. 1) is the
/// answer.
/// Safe to use from several threads.
/// </remarks>
/// <param name="predictor">Has the similarity head.</param>
internal sealed class SimilarityReranker(IEmotionPredictor predictor)
{
    /// <summary>Scores candidates and ranks them, most similar first; equal scores by distance.</summary>
    /// <param name="candidates">Items of the modality that is missing in the query, with their embeddings.</param>
    /// <param name="image">The image of the query, or <see langword="null"/> if the candidates are images.</param>
    /// <param name="music">The music of the query, or <see langword="null"/> if the candidates are music.</param>
    /// <param name="caption">The caption of the query, or <see langword="null"/> if the candidates are captions.</param>
    /// <exception cref="ArgumentException">The query does not have exactly two parts, or a candidate does not have the third modality.</exception>
    /// <exception cref="MmvaException">
    /// The model has no similarity head, or a candidate was indexed without an embedding or with that of another model.
    /// </exception>
    public IReadOnlyList<RerankedMatch> Rerank(
        IReadOnlyList<EmotionMatch> candidates, EmotionPrediction? image = null, EmotionPrediction? music = null, EmotionPrediction? caption = null)
    {
        var wanted = (image, music, caption) switch
        {
            (null, not null, not null) => Modality.Image,
            (not null, null, not null) => Modality.Music,
            (not null, not null, null) => Modality.Caption,
            _ => throw new ArgumentException(
                "The similarity head scores triples: pass exactly two of image, music and caption, and candidates for the third.",
                nameof(candidates)),
        };
        var scores = predictor.PredictSimilarity([.. candidates.Select(candidate =>
        {
            var third = Part(candidate.Item, wanted);
            return new EmotionTriple(image ?? third, music ?? third, caption ?? third);
        })]);
        return
        [
            .. candidates.Zip(scores, (candidate, score) => new RerankedMatch(candidate, score))
                .OrderByDescending(match => match.PredictedSimilarity).ThenBy(match => match.Match.Distance),
        ];
    }

    private static EmotionPrediction Part(EmotionItem item, Modality wanted)
    {
        if (item.Modality != wanted)
            throw new ArgumentException($"The item '{item.Id}' has modality {item.Modality}, but the query asks for {wanted}.");
        if (item.Embedding.IsEmpty)
        {
            throw new MmvaException(
                $"The item '{item.Id}' has no embedding, which the similarity head needs: "
                + $"index it again with {nameof(RetrievalOptions.KeepEmbeddings)}.");
        }
        return new(item.Emotion, item.Embedding, []);
    }
}
