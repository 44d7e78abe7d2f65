using System.Numerics.Tensors;
using Mmva.WeightFiles;

namespace Mmva.Compact;

/// <summary>The last layers of both musicnn models: from features of <see cref="Encoders.MusicnnEncoder"/> to probabilities of 100 tags.</summary>
/// <remarks>Immutable; safe to use from several threads.</remarks>
internal sealed class MusicTags
{
    private static readonly string[] Models = ["msd", "mtt"];

    private readonly List<(string Name, float Bias, float[] Weights, int First)> _tags = [];

    private MusicTags() { }

    /// <summary>Reads the layers.</summary>
    /// <param name="folder">Contains <c>msd.safetensors</c> and <c>mtt.safetensors</c>, whose metadata name the tags.</param>
    /// <exception cref="WeightFileException">A file is missing or damaged, or has other tags than it names.</exception>
    public static MusicTags Load(string folder)
    {
        var result = new MusicTags();
        var first = 0;
        foreach (var model in Models)
        {
            using var file = SafetensorsFile.Open(Path.Combine(folder, model + ".safetensors"));
            var (weights, biases) = (file["output.weight"], file["output.bias"].ToFloats());
            var names = file.Metadata.GetValueOrDefault("tags", "").Split(',');
            if (names.Length != biases.Length || weights.Shape.Count != 2 || weights.Shape[0] != names.Length)
                throw new WeightFileException(file.Path, $"names {names.Length} tags but has weights of {biases.Length}.");
            var (all, width) = (weights.ToFloats(), weights.Shape[1]);
            foreach (var (i, name) in names.Index())
                result._tags.Add(($"{model}:{name}", biases[i], all[(i * width)..((i + 1) * width)], first));
            first += width;
        }
        return result;
    }

    /// <summary>The probability of each tag, by model and name, such as <c>mtt:piano</c>.</summary>
    /// <param name="features">The features of a piece of music, 400 values: the layer is applied to their mean over all windows.</param>
    public Dictionary<string, double> Of(ReadOnlySpan<float> features)
    {
        var result = new Dictionary<string, double>(_tags.Count, StringComparer.Ordinal);
        foreach (var (name, bias, weights, first) in _tags)
            result[name] = 1 / (1 + Math.Exp(-(bias + TensorPrimitives.Dot<float>(weights, features.Slice(first, weights.Length)))));
        return result;
    }
}
