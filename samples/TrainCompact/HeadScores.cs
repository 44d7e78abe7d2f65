using Mmva;
using Mmva.Data;
using Mmva.Evaluation;

namespace TrainCompact;

/// <summary>Metrics on rows that a training did not see, for each data set.</summary>
internal sealed class HeadScores(TrainingData data, Rows rows, Rows training, int seed)
{
    private const int Triples = 4000, NearestCaptions = 16;

    // DEAM has too few clips to be measured by itself
    private const int SmallestSet = 15;

    public HeldOutPoints Predict(TrainedHeads heads) => new(
        heads.Predict(Modality.Image, data.Images, rows.Images), heads.Predict(Modality.Music, data.Music, rows.Music),
        heads.Predict(Modality.Caption, data.Texts, rows.Texts));

    public IReadOnlyList<SetReport> Emotions(HeldOutPoints points) =>
    [
        .. BySource(data.Images, rows.Images, training.Images, points.Images),
        .. BySource(data.Music, rows.Music, training.Music, points.Music),
        .. BySource(data.Texts, rows.Texts, training.Texts, points.Texts),
    ];

    /// <summary>The report of texts, which must be of one data set.</summary>
    public EmotionReport Texts(ValenceArousal[] predicted) => BySource(data.Texts, rows.Texts, training.Texts, predicted).Single().Report;

    /// <summary>Squared errors on random triples of rated images and pieces, with a caption near the music and with any caption.</summary>
    public SimilarityScore Similarity(TrainedHeads heads)
    {
        // quadrants are not ratings, so neither is a similarity with them
        int[] music = Rated(rows.Music), trained = Rated(training.Music);
        var (random, similarity) = (new Random(seed), new EmotionalSimilarity());
        int[] musical = [.. rows.Texts.Where(r => Recipe.MusicalTexts.Contains(data.Texts.Source(r)))];
        var near = music.ToDictionary(
            m => m, m => musical.OrderBy(t => data.Texts.Items[t].Emotion.DistanceTo(data.Music.Items[m].Emotion)).Take(NearestCaptions).ToArray());
        int[] images = new int[Triples], pieces = new int[Triples], nearCaptions = new int[Triples], anyCaptions = new int[Triples];
        var targets = new double[Triples];
        var constant = 0.0;
        for (var i = 0; i < Triples; i++)
        {
            (images[i], pieces[i]) = (Draw(rows.Images), Draw(music));
            (nearCaptions[i], anyCaptions[i]) = (Draw(near[pieces[i]]), Draw(rows.Texts));
            targets[i] = similarity.Score(data.Images.Items[images[i]].Emotion, data.Music.Items[pieces[i]].Emotion);
            constant += similarity.Score(data.Images.Items[Draw(training.Images)].Emotion, data.Music.Items[Draw(trained)].Emotion) / Triples;
        }
        var (imageRows, musicRows) = (heads.Embed(Modality.Image, data.Images, images), heads.Embed(Modality.Music, data.Music, pieces));
        var points = heads.Predict(Modality.Image, data.Images, images)
            .Zip(heads.Predict(Modality.Music, data.Music, pieces), (a, b) => similarity.Score(a, b));
        return new(
            Error(WithCaptions(nearCaptions)), Error(WithCaptions(anyCaptions)), Error(points),
            targets.Average(s => (s - constant) * (s - constant)));

        int Draw(IReadOnlyList<int> from) => from[random.Next(from.Count)];
        int[] Rated(IReadOnlyList<int> rows) => [.. rows.Where(r => data.Music.Source(r) != "emopia")];
        IEnumerable<double> WithCaptions(int[] captions) =>
            heads.Model.PredictSimilarity(imageRows, musicRows, heads.Embed(Modality.Caption, data.Texts, captions)).Select(s => (double)s);
        double Error(IEnumerable<double> predicted) => predicted.Zip(targets, (p, s) => (p - s) * (p - s)).Average();
    }

    private static IEnumerable<SetReport> BySource(
        FeatureSet set, IReadOnlyList<int> rows, IReadOnlyList<int> training, ValenceArousal[] predicted) =>
        from at in Enumerable.Range(0, rows.Count)
        group at by set.Source(rows[at]) into source
        where source.Count() >= SmallestSet
        let ratings = set.EmotionsOf([.. source.Select(p => rows[p])])
        let answers = source.Select(p => predicted[p]).ToArray()
        let own = training.Where(r => set.Source(r) == source.Key).ToArray()
        let seen = set.EmotionsOf(own.Length > 0 ? own : training) // of a set that was left out, the training has seen nothing
        select new SetReport(
            source.Key, EmotionReport.Compute(ratings, answers, new(seen.Average(e => e.Valence), seen.Average(e => e.Arousal))),
            (Spread(answers, ratings, a => a.Valence), Spread(answers, ratings, a => a.Arousal)));

    private static double Spread(ValenceArousal[] answers, ValenceArousal[] ratings, Func<ValenceArousal, double> axis) =>
        Deviation(answers, axis) / Deviation(ratings, axis);

    private static double Deviation(ValenceArousal[] points, Func<ValenceArousal, double> axis)
    {
        var mean = points.Average(axis);
        return Math.Sqrt(points.Average(p => (axis(p) - mean) * (axis(p) - mean)));
    }
}

/// <summary>Metrics of one data set.</summary>
/// <param name="Spread">The deviation of the predictions as a share of that of the ratings.</param>
internal sealed record SetReport(string Source, EmotionReport Report, (double Valence, double Arousal) Spread);

/// <summary>Mean squared errors of the similarity head, of Eq. 1 on the predicted points, and of a constant.</summary>
internal sealed record SimilarityScore(double NearCaption, double AnyCaption, double Points, double Constant);
