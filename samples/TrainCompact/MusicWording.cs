using System.Text.Json;
using Mmva.Compact;
using Mmva.Data;
using Mmva.WeightFiles;

namespace TrainCompact;

/// <summary>Words a caption of each piece from the tags of both musicnn models, with tempo and loudness from those of the second.</summary>
internal sealed class MusicWording
{
    private const int Penultimate = 200;

    // how far above the usual a tag must be, in deviations over all pieces
    private const double Clear = 0.5;

    private static readonly string[] Loudness = ["loud", "quiet", "soft"], Tempo = ["fast", "slow"];

    private readonly Dictionary<string, double[]>[] _tags; // of each model: deviations from the mean, piece by piece

    public MusicWording(FeatureSet music)
    {
        var folder = Path.Combine(new CompactOptions().Folder, "musicnn");
        var names = JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllText(Path.Combine(folder, "tags.json")))!;
        _tags = [.. new[] { "msd", "mtt" }.Select((model, i) =>
            Deviations(Path.Combine(folder, model + ".safetensors"), names[model], music, i * Penultimate))];
    }

    public string Caption(int piece)
    {
        var style = Strongest(_tags[0], piece, []);
        var sound = Strongest(_tags[1], piece, [.. Loudness, .. Tempo]);
        var second = _tags[1];
        var tempo = Choose(second["fast"][piece] - second["slow"][piece], "fast", "slow", "moderate");
        var loudness = Choose(
            second["loud"][piece] - Math.Max(second["quiet"][piece], second["soft"][piece]), "loud", "quiet", "neither loud nor quiet");
        return $"This is {style[0]} and {style[1]} music with {sound[0]} and {sound[1]}. The tempo is {tempo}. It is {loudness}.";
    }

    private static string Choose(double difference, string high, string low, string middle) =>
        difference > Clear ? high : difference < -Clear ? low : middle;

    private static string[] Strongest(Dictionary<string, double[]> tags, int piece, IReadOnlyList<string> without) =>
        [.. tags.Where(t => !without.Contains(t.Key)).OrderByDescending(t => t.Value[piece]).Take(2).Select(t => t.Key.ToLowerInvariant())];

    // the last layer of the model on the mean of its penultimate one
    private static Dictionary<string, double[]> Deviations(string path, string[] names, FeatureSet music, int firstFeature)
    {
        using var file = SafetensorsFile.Open(path);
        var (weight, bias) = (file["output.weight"].ToFloats(), file["output.bias"].ToFloats());
        var result = new Dictionary<string, double[]>();
        for (var tag = 0; tag < names.Length; tag++)
        {
            var logits = new double[music.Count];
            for (var piece = 0; piece < logits.Length; piece++)
            {
                var features = music.Layer(piece, 0)[firstFeature..];
                logits[piece] = bias[tag];
                for (var i = 0; i < Penultimate; i++) logits[piece] += weight[tag * Penultimate + i] * features[i];
            }
            var mean = logits.Average();
            var deviation = Math.Sqrt(logits.Average(l => (l - mean) * (l - mean)));
            result[names[tag]] = [.. logits.Select(l => (l - mean) / deviation)];
        }
        return result;
    }
}
