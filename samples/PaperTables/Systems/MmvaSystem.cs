using Mmva;
using Mmva.Data;

namespace PaperTables;

/// <summary>The paper's model, and its ablations. Without a similarity head, similarities come from Eq. 1 on the predicted points.</summary>
internal sealed class MmvaSystem(MmvaModel model, EmotionalSimilarity similarity) : TrainedSystem
{
    // 2,048 triples of 512 values take 12 MiB
    private const int TriplesAtOnce = 2048;

    public MmvaModel Model => model;

    public override ValenceArousal[] Emotions(Modality modality, FeatureSet features) => model.PredictEmotion(modality, features.Features);

    public override double[] Similarities(TestPairs pairs, IReadOnlyList<int> captions)
    {
        if (!model.Options.SimilarityHead) return ByPoints(pairs, similarity);
        var width = model.Options.EmbeddingWidth;
        float[] images = model.Embed(Modality.Image, pairs.Side.Images.Features), music = model.Embed(Modality.Music, pairs.Side.Music.Features);
        var texts = model.Embed(Modality.Caption, pairs.Side.Captions.Features);
        var result = new double[pairs.Targets.Count];
        for (var start = 0; start < result.Length; start += TriplesAtOnce)
        {
            int[] part = [.. Enumerable.Range(start, Math.Min(TriplesAtOnce, result.Length - start))];
            var scores = model.PredictSimilarity(
                Rows(images, part.Select(i => pairs.Images[i])), Rows(music, part.Select(i => pairs.Music[i])),
                Rows(texts, part.Select(i => captions[pairs.Music[i]])));
            for (var i = 0; i < scores.Length; i++) result[start + i] = scores[i];
        }
        return result;

        float[] Rows(float[] embeddings, IEnumerable<int> rows) =>
            [.. rows.SelectMany(row => new ArraySegment<float>(embeddings, row * width, width))];
    }

    /// <summary>Eq. 1 on the predicted points, whether there is a head or not.</summary>
    public double[] SimilaritiesByPoints(TestPairs pairs) => ByPoints(pairs, similarity);
}
