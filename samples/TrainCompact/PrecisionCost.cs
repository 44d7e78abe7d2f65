using System.Diagnostics;
using Mmva;
using Mmva.Compact;
using Mmva.Data;
using Mmva.Evaluation;

namespace TrainCompact;

/// <summary>What the 8-bit caption encoder gains in time and costs on held-out EmoBank sentences, with heads trained on exact features.</summary>
internal sealed record PrecisionCost(int Sentences, EmotionReport Exact, EmotionReport Fast, double MeanShift, double FeatureError, double Speedup)
{
    private const int Sample = 1000, Timed = 256;

    public static async Task<PrecisionCost> MeasureAsync(TrainingData data, Fold fold, Arguments arguments, CancellationToken cancellationToken)
    {
        int[] rows = [.. fold.HoldOut.Texts.Where(r => data.Texts.Source(r) == "emobank").Take(Sample)];
        var heads = new HeadsTrainer(data, Recipe.Pairing, arguments.Seed).Train(fold.Train, cancellationToken: cancellationToken);
        string[] texts = [.. rows.Select(r => data.Texts.Items[r].Content)];
        using var exactEncoder = CompactModel.LoadCaptions(new() { CaptionPrecision = Precision.Exact });
        using var fastEncoder = CompactModel.LoadCaptions(new() { CaptionPrecision = Precision.Fast });
        var (exact, fast) = (await EncodeAsync(exactEncoder, texts, cancellationToken), await EncodeAsync(fastEncoder, texts, cancellationToken));

        var emotions = data.Texts.EmotionsOf(rows);
        var seen = data.Texts.EmotionsOf([.. fold.Train.Texts.Where(r => data.Texts.Source(r) == "emobank")]);
        var mean = new ValenceArousal(seen.Average(e => e.Valence), seen.Average(e => e.Arousal));
        var (exactPoints, fastPoints) = (Predict(exact), Predict(fast));
        double error = 0, power = 0;
        for (var i = 0; i < exact.Length; i++)
        {
            error += Math.Pow(exact[i] - fast[i], 2);
            power += Math.Pow(exact[i], 2);
        }
        return new(
            rows.Length, EmotionReport.Compute(emotions, exactPoints, mean), EmotionReport.Compute(emotions, fastPoints, mean),
            exactPoints.Zip(fastPoints, (a, b) => a.DistanceTo(b)).Average(), Math.Sqrt(error / power),
            await SpeedupAsync(exactEncoder, fastEncoder, [.. texts.Take(Timed)], cancellationToken));

        ValenceArousal[] Predict(float[] features)
        {
            var batch = new FeatureBatch(rows.Length, data.Texts.Shape.Layers, data.Texts.Shape.Width, features);
            var set = FeatureSet.Of(data.Texts.Encoder, batch, [.. rows.Select(r => data.Texts.Items[r])]);
            return heads.Predict(Modality.Caption, set, [.. Enumerable.Range(0, rows.Length)]);
        }
    }

    public string Text() =>
        $"On {Sentences} held-out sentences of EmoBank, heads trained on exact features: "
        + $"r {MetricsTable.Pair(Exact, m => m.Pearson, "F3")} (valence/arousal) "
        + $"with `Precision.Exact`, {MetricsTable.Pair(Fast, m => m.Pearson, "F3")} with `Precision.Fast`.\n"
        + $"A point moves by {MeanShift:F4} on average; the relative rms error of the features is {FeatureError:F3}. "
        + $"Fast was {Speedup:F1} times as quick. "
        + "Fast is therefore the default; training used exact features, which are the same on every processor.";

    private static async Task<float[]> EncodeAsync(IModalityEncoder<string> encoder, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var features = new List<float>();
        foreach (var batch in texts.Chunk(16)) features.AddRange((await encoder.EncodeAsync(batch, cancellationToken)).Values.Span);
        return [.. features];
    }

    // the median ratio of turns taken one after the other
    private static async Task<double> SpeedupAsync(
        IModalityEncoder<string> exact, IModalityEncoder<string> fast, IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var ratios = new List<double>();
        for (var turn = 0; turn < 5; turn++) ratios.Add(await TimeAsync(exact) / await TimeAsync(fast));
        return ratios.Order().ElementAt(ratios.Count / 2);

        async Task<double> TimeAsync(IModalityEncoder<string> encoder)
        {
            var watch = Stopwatch.StartNew();
            await EncodeAsync(encoder, texts, cancellationToken);
            return watch.Elapsed.TotalSeconds;
        }
    }
}
