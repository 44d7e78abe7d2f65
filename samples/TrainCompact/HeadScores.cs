using Mmva.Emotion;
using Mmva.Evaluation;
using Mmva.Model;

namespace TrainCompact;

/// <summary>Metrics on rows that a training did not see, each data set by itself.</summary>
internal sealed class HeadScores
{
    private const int Triples = 4000;

    /// <summary>DEAM brings too few clips to be measured by itself.</summary>
    private const int SmallestSet = 15;

    private readonly TrainingData _data;
    private readonly Rows _rows, _training;
    private readonly (int Image, int Music, int NearCaption, int AnyCaption)[] _triples = new (int, int, int, int)[Triples];
    private readonly double[] _similarities = new double[Triples];
    private readonly double _constant;

    public HeadScores(TrainingData data, Rows rows, Rows training, int seed)
    {
        (_data, _rows, _training) = (data, rows, training);
        var (random, similarity) = (new Random(seed), new EmotionalSimilarity());
        var near = rows.Music.Select(m => rows.Texts.Order(Comparer<int>.Create((a, b) => Distance(a, m).CompareTo(Distance(b, m)))).Take(16).ToArray()).ToArray();
        for (var i = 0; i < Triples; i++)
        {
            var (image, music) = (random.Next(rows.Images.Count), random.Next(rows.Music.Count));
            _triples[i] = (image, music, near[music][random.Next(16)], rows.Texts[random.Next(rows.Texts.Count)]);
            _similarities[i] = similarity.Score(data.Images.Items[rows.Images[image]].Emotion, data.Music.Items[rows.Music[music]].Emotion);
            _constant += similarity.Score(data.Images.Items[Draw(training.Images)].Emotion, data.Music.Items[Draw(training.Music)].Emotion) / Triples;
        }

        int Draw(IReadOnlyList<int> from) => from[random.Next(from.Count)];
        double Distance(int text, int music) => data.Texts.Items[text].Emotion.DistanceTo(data.Music.Items[music].Emotion);
    }

    /// <summary>What early stopping looks at: the mean of 1 − r over all sets and dimensions, and the similarity's error beside a constant's. Lower is better.</summary>
    public double Loss(TrainedHeads heads) =>
        Emotions(heads).Average(s => 1 - (s.Report.Valence.Pearson + s.Report.Arousal.Pearson) / 2) + 0.5 * Similarity(heads).NearRatio;

    /// <summary>One report for each data set.</summary>
    public IReadOnlyList<(string Source, EmotionReport Report)> Emotions(TrainedHeads heads) => Emotions(
        heads.Predict(Modality.Image, _data.Images, _rows.Images), heads.Predict(Modality.Music, _data.Music, _rows.Music), heads.Predict(Modality.Caption, _data.Texts, _rows.Texts));

    /// <summary>One report for each data set, of predictions for the rows in their order.</summary>
    public IReadOnlyList<(string Source, EmotionReport Report)> Emotions(ValenceArousal[] images, ValenceArousal[] music, ValenceArousal[] texts) =>
        [.. BySource(_data.Images, _rows.Images, _training.Images, images), .. BySource(_data.Music, _rows.Music, _training.Music, music), .. BySource(_data.Texts, _rows.Texts, _training.Texts, texts)];

    /// <summary>The report of texts, which must be of one data set.</summary>
    public EmotionReport Texts(ValenceArousal[] predicted) => BySource(_data.Texts, _rows.Texts, _training.Texts, predicted).Single().Item2;

    /// <summary>The squared error of the similarity predictor on random triples, with a caption near its music and with any caption.</summary>
    public SimilarityScore Similarity(TrainedHeads heads)
    {
        var images = heads.Embed(Modality.Image, _data.Images, [.. _triples.Select(t => _rows.Images[t.Image])]);
        var music = heads.Embed(Modality.Music, _data.Music, [.. _triples.Select(t => _rows.Music[t.Music])]);
        return new(
            Error(heads.Model.PredictSimilarity(images, music, heads.Embed(Modality.Caption, _data.Texts, [.. _triples.Select(t => t.NearCaption)]))),
            Error(heads.Model.PredictSimilarity(images, music, heads.Embed(Modality.Caption, _data.Texts, [.. _triples.Select(t => t.AnyCaption)]))),
            _similarities.Average(s => (s - _constant) * (s - _constant)));
    }

    private double Error(float[] predicted) => predicted.Zip(_similarities, (p, s) => (p - s) * (p - s)).Average();

    private static IEnumerable<(string, EmotionReport)> BySource(RatedSet set, IReadOnlyList<int> rows, IReadOnlyList<int> training, ValenceArousal[] predicted) =>
        from place in Enumerable.Range(0, rows.Count)
        group place by set.Source(rows[place]) into source
        where source.Count() >= SmallestSet
        let seen = set.Emotions([.. training.Where(r => set.Source(r) == source.Key)])
        select (source.Key, EmotionReport.Compute(
            set.Emotions([.. source.Select(p => rows[p])]), [.. source.Select(p => predicted[p])], new(seen.Average(e => e.Valence), seen.Average(e => e.Arousal))));
}

/// <summary>Mean squared errors of the similarity predictor and of a constant.</summary>
internal sealed record SimilarityScore(double NearCaption, double AnyCaption, double Constant)
{
    public double NearRatio => NearCaption / Constant;

    public double AnyRatio => AnyCaption / Constant;
}
