using System.Text;
using ConsoleProgram;
using Mmva;
using Mmva.Compact;
using Mmva.Data;

namespace MoodTagging.Placement;

/// <summary>Places the default moods by data, and reports how well they fit music that people rated.</summary>
internal sealed class Evaluation(string data, Arguments arguments)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var placed = MoodPlacement.Place(Datasets.Warriner(Folder("warriner")), Datasets.MusicalCaptions(Folder("musical-captions")));
        Console.WriteLine("mood         norm (words)   captions  their mean     expected       center");
        foreach (var mood in placed)
        {
            var (norm, mean, expected, center) = (Shown(mood.Norm), Shown(mood.InCaptions), Shown(mood.Expected), Shown(mood.Center));
            Console.WriteLine($"{mood.Name,-12} {norm}  {mood.Captions,8}  {mean}  {expected}  {center}");
        }
        if (arguments.Figure is { } figure) OutputFile.Write(figure, MoodFigure.Draw(placed));
        if (arguments.Centers is { } centers) OutputFile.Write(centers, Json(placed));

        var vocabulary = new MoodVocabulary(placed.Select(mood => new Mood(mood.Name, mood.Center)));
        var sets = new[] { Datasets.Musemo(Folder("musemo")), Datasets.Vgmidi(Folder("vgmidi")) };
        using var encoder = (IDisposable)CompactModel.LoadMusic(new());
        var cache = new FeatureCache(new() { Folder = arguments.Listening.Cache ?? throw new MmvaException("--evaluate needs a --cache.") });
        foreach (var items in sets)
        {
            var progress = new ConsoleProgress<EncodingProgress>(p => $"{items[0].DataSet}: {p.Done} of {p.Total} encoded");
            using var set = await cache.EncodeAsync(
                (IModalityEncoder<Waveform>)encoder, items.AsInputs(new AudioDecoder()), progress, cancellationToken);
            Print(items[0].DataSet, Agreement.Measure(set, vocabulary));
        }
        return 0;
    }

    private static void Print(string name, Agreement agreement)
    {
        Console.WriteLine();
        var shares = string.Join(", ", agreement.Shares.Select(share => $"{share.Mood} {share.Share:P1}"));
        Console.WriteLine($"{name}, {agreement.Items} pieces by their ratings: {shares}");
        Console.WriteLine($"  the same mood from the predicted point: {agreement.Same:P1}; the most frequent mood always: {agreement.Trivial:P1}");
        Console.WriteLine($"  among the three nearest: {agreement.AmongThree:P1}; the three most frequent ones: {agreement.TrivialAmongThree:P1}");
    }

    private static string Json(IReadOnlyList<PlacedMood> moods)
    {
        var json = new StringBuilder("""
            {
              "about": "Written by samples/MoodTags --evaluate from rated musical captions and Warriner's norms; see docs/capabilities/moods.md.",
              "moods": [

            """);
        json.AppendJoin(",\n", moods.Select(mood => FormattableString.Invariant(
            $$"""    { "name": "{{mood.Name}}", "valence": {{mood.Center.Valence:F3}}, "arousal": {{mood.Center.Arousal:F3}} }""")));
        return json.Append("\n  ]\n}\n").ToString();
    }

    private static string Shown(ValenceArousal point) => $"({point.Valence:F3}, {point.Arousal:F3})";

    private string Folder(string name) => Path.Combine(data, name);
}
