using System.Numerics.Tensors;
using Mmva;
using Mmva.Compact;
using Mmva.Encoders;
using Mmva.WeightFiles;

namespace CaptionMusic;

/// <summary>A trivial captioner: the names of the five most probable tags of both musicnn models.</summary>
internal sealed class TagList : IDisposable
{
    private const int Tags = 5, Width = 200;

    private const double Level = -20;

    private readonly MusicnnEncoder _encoder = MusicnnEncoder.Load(Path.Combine(new CompactOptions().Folder, "musicnn"));
    private readonly (string Name, float Bias, float[] Weights, int First)[] _tags =
        [.. new[] { "msd.safetensors", "mtt.safetensors" }.SelectMany((file, i) =>
            Read(Path.Combine(new CompactOptions().Folder, "musicnn", file), i * Width))];

    public async Task<string> CaptionAsync(Waveform audio, CancellationToken cancellationToken)
    {
        var features = (await _encoder.EncodeAsync([AudioNormalization.ToLevel(audio, Level) ?? audio], cancellationToken))[0];
        return string.Join(", ", _tags.OrderByDescending(t => t.Bias + TensorPrimitives.Dot(t.Weights, features.Span.Slice(t.First, Width)))
            .Take(Tags).Select(t => t.Name.ToLowerInvariant()));
    }

    public void Dispose() => _encoder.Dispose();

    private static IEnumerable<(string, float, float[], int)> Read(string path, int first)
    {
        using var file = SafetensorsFile.Open(path);
        var (names, biases, weights) = (file.Metadata["tags"].Split(','), file["output.bias"].ToFloats(), file["output.weight"].ToFloats());
        return [.. names.Select((name, i) => (name, biases[i], weights[(i * Width)..((i + 1) * Width)], first))];
    }
}
