namespace Mmva.Tasks;

/// <summary>Puts matches into the order of the model's similarity predictor.</summary>
/// <remarks>
/// The predictor judges a whole triple of image, music and caption: it was never trained on fewer, and a made-up part would make up the score.
/// So a question must give two of the three, and the candidates are the third. For a question of one part the order on the emotion plane (Eq. 1) is the answer.
/// Safe to use from several threads.
/// </remarks>
/// <param name="predictor">Has the similarity predictor.</param>
public sealed class SimilarityReranker(IEmotionPredictor predictor)
{
    /// <summary>Scores candidates and orders them, the most similar first; where scores are equal, the nearer first.</summary>
    /// <param name="candidates">Items of the modality that the question leaves out, with their embeddings.</param>
    /// <param name="image">The question's image; null where images are the candidates.</param>
    /// <param name="music">The question's music; null where music is.</param>
    /// <param name="caption">The question's caption; null where captions are.</param>
    /// <exception cref="ArgumentException">Not exactly two parts are given, or a candidate is of another modality than the third.</exception>
    /// <exception cref="MmvaException">The heads have no similarity predictor, or a candidate was kept without its embedding or with another model's.</exception>
    public IReadOnlyList<RerankedMatch> Rerank(IReadOnlyList<EmotionMatch> candidates, EmotionPrediction? image = null, EmotionPrediction? music = null, EmotionPrediction? caption = null)
    {
        var wanted = (image, music, caption) switch
        {
            (null, not null, not null) => Modality.Image,
            (not null, null, not null) => Modality.Music,
            (not null, not null, null) => Modality.Caption,
            _ => throw new ArgumentException("The similarity predictor judges triples: give exactly two of image, music and caption, and candidates for the third.", nameof(candidates)),
        };
        var scores = predictor.PredictSimilarity([.. candidates.Select(candidate =>
        {
            var third = Part(candidate.Item, wanted);
            return new EmotionTriple(image ?? third, music ?? third, caption ?? third);
        })]);
        return [.. candidates.Zip(scores, (candidate, score) => new RerankedMatch(candidate, score)).OrderByDescending(match => match.PredictedSimilarity).ThenBy(match => match.Match.Distance)];
    }

    private static EmotionPrediction Part(EmotionItem item, Modality wanted)
    {
        if (item.Modality != wanted) throw new ArgumentException($"The item '{item.Id}' is of modality {item.Modality}, where the question leaves {wanted} open.");
        if (item.Embedding.IsEmpty) throw new MmvaException($"The item '{item.Id}' was kept without its embedding, which the similarity predictor needs: index it again with {nameof(RetrievalOptions.KeepEmbeddings)}.");
        return new(item.Emotion, item.Embedding, []);
    }
}
