using Mmva;
using Mmva.Data;
using Mmva.Evaluation;

namespace TrainCompact;

/// <summary>Metrics on rows that a training did not see, each data set by itself.</summary>
internal sealed class HeadScores
{
    private const int Triples = 4000, NearestCaptions = 16;

    /// <summary>DEAM brings too few clips to be measured by itself.</summary>
    private const int SmallestSet = 15;

    private readonly TrainingData _data;
    private readonly Rows _rows, _training;
    private readonly int _seed;

    public HeadScores(TrainingData data, Rows rows, Rows training, int seed) => (_data, _rows, _training, _seed) = (data, rows, training, seed);

    /// <summary>What heads say of the rows.</summary>
    public HeldOutPoints Predict(TrainedHeads heads) => new(
        heads.Predict(Modality.Image, _data.Images, _rows.Images), heads.Predict(Modality.Music, _data.Music, _rows.Music), heads.Predict(Modality.Caption, _data.Texts, _rows.Texts));

    /// <summary>One report for each data set.</summary>
    public IReadOnlyList<SetReport> Emotions(HeldOutPoints points) =>
    [
        .. BySource(_data.Images, _rows.Images, _training.Images, points.Images), .. BySource(_data.Music, _rows.Music, _training.Music, points.Music),
        .. BySource(_data.Texts, _rows.Texts, _training.Texts, points.Texts),
    ];

    /// <summary>The report of texts, which must be of one data set.</summary>
    public EmotionReport Texts(ValenceArousal[] predicted) => BySource(_data.Texts, _rows.Texts, _training.Texts, predicted).Single().Report;

    /// <summary>The squared error of the similarity predictor on random triples of rated pictures and pieces, with a caption near its music and with any caption; beside a constant, and Eq. 1 on the predicted points.</summary>
    public SimilarityScore Similarity(TrainedHeads heads)
    {
        // quadrants are no ratings: a similarity with them is none either
        int[] music = Rated(_rows.Music), trained = Rated(_training.Music);
        var (random, similarity) = (new Random(_seed), new EmotionalSimilarity());
        int[] musical = [.. _rows.Texts.Where(r => Recipe.MusicalTexts.Contains(_data.Texts.Source(r)))];
        var near = music.ToDictionary(m => m, m => musical.OrderBy(t => _data.Texts.Items[t].Emotion.DistanceTo(_data.Music.Items[m].Emotion)).Take(NearestCaptions).ToArray());
        var (images, pieces, nearCaptions, anyCaptions) = (new int[Triples], new int[Triples], new int[Triples], new int[Triples]);
        var targets = new double[Triples];
        var constant = 0.0;
        for (var i = 0; i < Triples; i++)
        {
            (images[i], pieces[i]) = (Draw(_rows.Images), Draw(music));
            (nearCaptions[i], anyCaptions[i]) = (Draw(near[pieces[i]]), Draw(_rows.Texts));
            targets[i] = similarity.Score(_data.Images.Items[images[i]].Emotion, _data.Music.Items[pieces[i]].Emotion);
            constant += similarity.Score(_data.Images.Items[Draw(_training.Images)].Emotion, _data.Music.Items[Draw(trained)].Emotion) / Triples;
        }
        var (imageRows, musicRows) = (heads.Embed(Modality.Image, _data.Images, images), heads.Embed(Modality.Music, _data.Music, pieces));
        var points = heads.Predict(Modality.Image, _data.Images, images).Zip(heads.Predict(Modality.Music, _data.Music, pieces), (a, b) => similarity.Score(a, b));
        return new(
            Error(WithCaptions(nearCaptions)), Error(WithCaptions(anyCaptions)), Error(points), targets.Average(s => (s - constant) * (s - constant)));

        int Draw(IReadOnlyList<int> from) => from[random.Next(from.Count)];
        int[] Rated(IReadOnlyList<int> rows) => [.. rows.Where(r => _data.Music.Source(r) != "emopia")];
        IEnumerable<double> WithCaptions(int[] captions) => heads.Model.PredictSimilarity(imageRows, musicRows, heads.Embed(Modality.Caption, _data.Texts, captions)).Select(s => (double)s);
        double Error(IEnumerable<double> predicted) => predicted.Zip(targets, (p, s) => (p - s) * (p - s)).Average();
    }

    private static IEnumerable<SetReport> BySource(FeatureSet set, IReadOnlyList<int> rows, IReadOnlyList<int> training, ValenceArousal[] predicted) =>
        from at in Enumerable.Range(0, rows.Count)
        group at by set.Source(rows[at]) into source
        where source.Count() >= SmallestSet
        let ratings = set.EmotionsOf([.. source.Select(p => rows[p])])
        let answers = source.Select(p => predicted[p]).ToArray()
        let own = training.Where(r => set.Source(r) == source.Key).ToArray()
        let seen = set.EmotionsOf(own.Length > 0 ? own : training) // of a set that was left out, the training saw nothing
        select new SetReport(
            source.Key, EmotionReport.Compute(ratings, answers, new(seen.Average(e => e.Valence), seen.Average(e => e.Arousal))),
            (Deviation(answers, a => a.Valence) / Deviation(ratings, a => a.Valence), Deviation(answers, a => a.Arousal) / Deviation(ratings, a => a.Arousal)));

    private static double Deviation(ValenceArousal[] points, Func<ValenceArousal, double> axis)
    {
        var mean = points.Average(axis);
        return Math.Sqrt(points.Average(p => (axis(p) - mean) * (axis(p) - mean)));
    }
}

/// <summary>Metrics of one data set.</summary>
/// <param name="Source">The data set.</param>
/// <param name="Report">The metrics.</param>
/// <param name="Spread">The deviation of the predictions as a share of that of the ratings.</param>
internal sealed record SetReport(string Source, EmotionReport Report, (double Valence, double Arousal) Spread);

/// <summary>Mean squared errors of the similarity predictor, of Eq. 1 on the predicted points, and of a constant.</summary>
internal sealed record SimilarityScore(double NearCaption, double AnyCaption, double Points, double Constant);
