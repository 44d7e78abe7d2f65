using Mmva.Data;
using Mmva.Evaluation;
using Mmva.Training;

namespace Mmva.Docs.Pictures.Pictures;

/// <summary>A training run on made-up features: the loss, and the error on held-out items next to the trivial predictor.</summary>
internal static class TrainingPicture
{
    private const int Width = 24, Epochs = 120;

    public static Task<Svg> DrawAsync(Demo demo)
    {
        var random = new Random(5);
        var (images, music, captions, held) = (Features(random, 400), Features(random, 300), Features(random, 300), Features(random, 200));
        var matching = new RandomMatching(images, music, captions, new CaptionsByEmotion(music.Emotions, captions.Emotions));
        var model = new MmvaModel(
            new() { Image = images.Shape, Music = music.Shape, Caption = captions.Shape, EmbeddingWidth = 32, HiddenWidth = 32 }, seed: 1);
        var trivial = Error(EmotionReport.Compute(
            held.Emotions, [.. Enumerable.Repeat(music.MeanEmotion, held.Count)], music.MeanEmotion));
        using var trainer = new MmvaTrainer(model, matching, new()
        {
            Seed = 1, Epochs = Epochs, LearningRate = 1e-3,
            ValidationScore = current => Error(EmotionReport.Compute(
                held.Emotions, current.PredictEmotion(Modality.Music, held.Features), music.MeanEmotion)),
        });
        var recorder = new Recorder();
        trainer.Train(recorder);

        var svg = new Svg(800, 310, "Loss and validation score of a training run");
        Curve(svg, 50, "loss (Eq. 4), training items", [.. recorder.Reports.Select(report => (double)report.Loss.Total)], Svg.Image, null);
        var scores = recorder.Reports.Select(report => report.ValidationScore!.Value).ToList();
        Curve(svg, 450, "squared error of held-out music", scores, Svg.Chosen, trivial);
        svg.Write(400, 300, "made-up features: a point and noise, mixed into 24 values", Svg.Gray, "middle", 12);
        return Task.FromResult(svg);
    }

    private static void Curve(Svg svg, double left, string title, IReadOnlyList<double> values, string color, double? trivial)
    {
        const double Size = 310, Top = 40, Bottom = 244;
        var largest = Math.Max(values.Max(), trivial ?? 0) * 1.05;
        double Y(double value) => Bottom - value / largest * (Bottom - Top);
        svg.Write(left, 24, title, bold: true).Rectangle(left, Top, Size, Bottom - Top, "#f7f9fb", 4, Svg.Light);
        if (trivial is { } error)
        {
            svg.Line(left, Y(error), left + Size, Y(error), Svg.Gray, 1.5, "5 4");
            svg.Write(left + Size - 6, Y(error) + 16, $"trivial predictor: {error:F3}", Svg.Gray, "end", 12);
        }
        svg.Path(values.Select((value, i) => (left + Size * (i + 1) / values.Count, Y(value))), color);
        svg.Write(left + Size - 6, Y(values[^1]) - 8, $"{values[^1]:F3}", color, "end", 12, bold: true);
        svg.Write(left, Bottom + 18, "epoch 1", Svg.Gray, size: 11).Write(left + Size, Bottom + 18, $"{values.Count}", Svg.Gray, "end", 11);
        svg.Write(left - 8, Bottom, "0", Svg.Gray, "end", 11);
    }

    private static double Error(EmotionReport report) => (report.Valence.MeanSquaredError + report.Arousal.MeanSquaredError) / 2;

    private static FeatureSet Features(Random random, int count)
    {
        var mixing = new Random(1);
        var matrix = Enumerable.Range(0, 3 * Width).Select(_ => mixing.NextSingle() - 0.5f).ToArray();
        var items = MadeUpLibrary.Of(count, random.Next())
            .Select(item => new RatedItem(item.Id, item.Payload!, item.Emotion, $"mine/{item.Id}")).ToList();
        var values = new float[count * Width];
        foreach (var (i, item) in items.Index())
            for (var k = 0; k < Width; k++)
                values[i * Width + k] = matrix[k] + item.Emotion.Valence * matrix[Width + k] + item.Emotion.Arousal * matrix[2 * Width + k]
                    + 0.15f * (random.NextSingle() - 0.5f);
        return FeatureSet.Of(new("made up", 1, Width, "MIT", "the pictures of the documentation", "made-up-1"), new(count, 1, Width, values), items);
    }

    private sealed class Recorder : IProgress<TrainingProgress>
    {
        public List<TrainingProgress> Reports { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (Reports.Count == 0 || Reports[^1].Epoch != value.Epoch) Reports.Add(value);
            else Reports[^1] = value;
        }
    }
}
