using System.Text.RegularExpressions;

namespace CaptionMusic;

/// <summary>What can be counted about a set of captions, next to a reference.</summary>
/// <param name="Words">Mean number of words.</param>
/// <param name="Low">The number of words that a tenth of captions is below.</param>
/// <param name="High">The number of words that a tenth of captions is above.</param>
/// <param name="Vocabulary">The number of different words.</param>
/// <param name="Known">The share of words, word pairs and word triples that occur in the reference.</param>
/// <param name="Distinct">The share of words, word pairs and word triples that differ from all others of the set.</param>
/// <param name="Different">The share of captions that differ from all others.</param>
internal sealed partial record TextMeasures(
    double Words, int Low, int High, int Vocabulary, double[] Known, double[] Distinct, double Different)
{
    private const int Longest = 3;

    public static TextMeasures Of(IReadOnlyList<string> captions, HashSet<string>[] reference)
    {
        var words = captions.Select(Split).ToList();
        var lengths = words.Select(w => w.Length).Order().ToList();
        var grams = Enumerable.Range(1, Longest).Select(n => words.SelectMany(w => Grams(w, n)).ToList()).ToList();
        return new(
            lengths.Average(), lengths[lengths.Count / 10], lengths[lengths.Count * 9 / 10], grams[0].Distinct().Count(),
            [.. grams.Select((all, i) => all.Count == 0 ? double.NaN : all.Count(reference[i].Contains) / (double)all.Count)],
            [.. grams.Select(all => all.Count == 0 ? double.NaN : all.Distinct().Count() / (double)all.Count)],
            captions.Distinct().Count() / (double)captions.Count);
    }

    /// <summary>All words, word pairs and word triples of some texts.</summary>
    public static HashSet<string>[] Reference(IEnumerable<string> texts)
    {
        var words = texts.Select(Split).ToList();
        return [.. Enumerable.Range(1, Longest).Select(n => words.SelectMany(w => Grams(w, n)).ToHashSet(StringComparer.Ordinal))];
    }

    private static string[] Split(string text) => [.. Word().Matches(text.ToLowerInvariant()).Select(m => m.Value)];

    private static IEnumerable<string> Grams(string[] words, int n) =>
        Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).Select(i => string.Join(' ', words, i, n));

    [GeneratedRegex(@"[\p{L}\p{N}]+(['’&-][\p{L}\p{N}]+)*")]
    private static partial Regex Word();
}
