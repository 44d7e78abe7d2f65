using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Mmva.AotSmoke;

/// <summary>What the trained default predicts must not depend on how the program was compiled.</summary>
internal static class CompactPredictions
{
    // sums in another order, by vectors of another width; weights of other bits would move a text by ten times as much
    private const float Tolerance = 1e-4f;

    /// <summary>Compares the predictions with those in a file, or writes them if there is none.</summary>
    /// <returns>What differs, or <see langword="null"/>.</returns>
    public static async Task<string?> DifferenceAsync(string path)
    {
        float[] values = [.. (await PredictAsync()).SelectMany(point => new[] { point.Valence, point.Arousal })];
        if (!File.Exists(path))
        {
            File.WriteAllLines(path, values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
            return null;
        }
        var expected = File.ReadAllLines(path).Select(line => float.Parse(line, CultureInfo.InvariantCulture)).ToArray();
        var largest = values.Zip(expected, (a, b) => Math.Abs(a - b)).Max();
        Console.WriteLine($"largest difference of {values.Length} predicted values: {largest:E1}");
        if (values.Length == expected.Length && largest <= Tolerance) return null;
        return $"{string.Join(' ', values)} instead of {string.Join(' ', expected)}";
    }

    private static async Task<IReadOnlyList<ValenceArousal>> PredictAsync()
    {
        await using var services = new ServiceCollection().AddMmva().UseCompact().Services.BuildServiceProvider();
        var predictor = services.GetRequiredService<IEmotionPredictor>();
        var images = await predictor.PredictAsync([new RgbImage(96, 64, Enumerable.Range(0, 96 * 64 * 3).Select(i => (byte)(i * i / 97)).ToArray())]);
        var music = await predictor.PredictAsync(
            [new Waveform(Enumerable.Range(0, 16_000 * 4).Select(i => MathF.Sin(i * 0.17f + MathF.Sin(i * 3e-4f)) / 4).ToArray(), 16_000)]);
        var texts = await predictor.PredictAsync(
            ["a quiet morning by the sea", "our team has won, everybody dances", "déjà vu à l’Élysée – ĉu vi ŝatas?", "the dog has died"]);
        return [.. images.Concat(music).Concat(texts).Select(prediction => prediction.Emotion)];
    }
}
