using System.Text.RegularExpressions;
using Mmva;
using Mmva.Data;

namespace MoodTagging.Placement;

/// <summary>
/// Places moods by two sources, each axis by itself. Captions of music span another range than words do, so norms are first brought to the scale of
/// the captions, by the line that fits the moods best, each weighted by its captions. The mean of a mood's captions and this expectation are then
/// combined as is usual for means of unequal size (empirical Bayes): the weight of the captions is n / (n + s² / t²), where s² is the variance of
/// captions within a mood and t² that of moods around the line, by the moments of DerSimonian and Laird.
/// </summary>
internal static class MoodPlacement
{
    public static IReadOnlyList<PlacedMood> Place(IReadOnlyList<RatedItem> norms, IEnumerable<RatedCaption> captions)
    {
        var words = norms.ToDictionary(item => item.Content, item => item.Emotion, StringComparer.Ordinal);
        // queries deny and mislead on purpose
        var texts = captions.Where(caption => caption.Kind != CaptionKind.Query).ToList();
        var samples = MoodWord.All.Select(word => new Sample(word.Name, NormOf(words, word.Name), CaptionsWith(texts, word))).ToList();
        if (samples.Find(sample => sample.Captions.Count == 0) is { } lacking) throw new MmvaException($"No caption has the mood {lacking.Name}.");
        var (valence, arousal) = (Axis(samples, point => point.Valence), Axis(samples, point => point.Arousal));
        return [.. samples.Select((sample, i) => new PlacedMood(
            sample.Name, sample.Norm, sample.Captions.Count, Point(valence[i].Mean, arousal[i].Mean),
            Point(valence[i].Expected, arousal[i].Expected), Point(valence[i].Center, arousal[i].Center)))];
    }

    private static List<(double Mean, double Expected, double Center)> Axis(List<Sample> samples, Func<ValenceArousal, float> of)
    {
        var counts = samples.Select(sample => (double)sample.Captions.Count).ToList();
        var norms = samples.Select(sample => (double)of(sample.Norm)).ToList();
        var means = samples.Select(sample => sample.Captions.Average(point => (double)of(point))).ToList();
        var total = counts.Sum();
        var squares = samples.Zip(means, (sample, mean) => sample.Captions.Sum(point => Math.Pow(of(point) - mean, 2))).Sum();
        var within = squares / (total - samples.Count);

        var (centerX, centerY) = (Weighted(norms), Weighted(means));
        var slope = Enumerable.Range(0, samples.Count).Sum(i => counts[i] * (norms[i] - centerX) * (means[i] - centerY))
            / Enumerable.Range(0, samples.Count).Sum(i => counts[i] * Math.Pow(norms[i] - centerX, 2));
        var expected = norms.Select(norm => centerY + slope * (norm - centerX)).ToList();

        const int Fitted = 2;
        var weights = counts.Select(count => count / within).ToList();
        var spread = Enumerable.Range(0, samples.Count).Sum(i => weights[i] * Math.Pow(means[i] - expected[i], 2));
        var between = (spread - (samples.Count - Fitted)) / (weights.Sum() - weights.Sum(weight => weight * weight) / weights.Sum());
        var ratio = within / Math.Max(between, 1e-9);
        return [.. Enumerable.Range(0, samples.Count).Select(i => (
            means[i], expected[i], (counts[i] * means[i] + ratio * expected[i]) / (counts[i] + ratio)))];

        double Weighted(List<double> values) => values.Zip(counts, (value, count) => value * count).Sum() / total;
    }

    private static List<ValenceArousal> CaptionsWith(List<RatedCaption> captions, MoodWord word)
    {
        var pattern = new Regex($@"(?<!\w)(?:{string.Join('|', word.Forms.Select(Regex.Escape))})(?!\w)", RegexOptions.IgnoreCase);
        return [.. captions.Where(caption => pattern.IsMatch(caption.Text)).Select(caption => caption.Emotion)];
    }

    private static ValenceArousal NormOf(Dictionary<string, ValenceArousal> words, string name) =>
        words.TryGetValue(name.ToLowerInvariant(), out var norm) ? norm : throw new MmvaException($"There is no norm of the word {name}.");

    private static ValenceArousal Point(double valence, double arousal) => new((float)valence, (float)arousal);

    private sealed record Sample(string Name, ValenceArousal Norm, List<ValenceArousal> Captions);
}
