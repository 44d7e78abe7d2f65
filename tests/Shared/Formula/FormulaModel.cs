using System.Runtime.InteropServices;
using Mmva.WeightFiles;

namespace Mmva.TestSupport;

/// <summary>Models of full size whose weights follow from their keys, so that no file has to carry them.</summary>
internal static class FormulaModel
{
    /// <summary>Writes a folder in Hugging Face's layout.</summary>
    /// <param name="folder">Created where it is absent.</param>
    /// <param name="config">The text of config.json.</param>
    /// <param name="keys">Keys and shapes of the weights.</param>
    public static void Write(string folder, string config, IEnumerable<(string Key, int[] Shape)> keys)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), config);
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), keys.Select(k => Weight(k.Key, k.Shape)));
    }

    /// <summary>The keys of a block's linear layers and norms.</summary>
    public static IEnumerable<(string Key, int[] Shape)> Layers(
        string block, IEnumerable<(string Name, int Outputs, int Inputs)> linears, IEnumerable<string> norms, int width)
    {
        foreach (var (name, outputs, inputs) in linears)
        {
            yield return ($"{block}.{name}.weight", [outputs, inputs]);
            yield return ($"{block}.{name}.bias", [outputs]);
        }
        foreach (var norm in norms)
        {
            yield return ($"{block}.{norm}.weight", [width]);
            yield return ($"{block}.{norm}.bias", [width]);
        }
    }

    /// <summary>Weights of norms are 1 + 0.1 f, biases and other vectors 0.02 f, everything else f / √(inputs of one output).</summary>
    private static Tensor Weight(string key, int[] shape)
    {
        var norm = key.EndsWith(".weight", StringComparison.Ordinal)
            && (key.Contains("norm", StringComparison.OrdinalIgnoreCase) || key.Contains("layrnorm", StringComparison.Ordinal));
        var gain = key.EndsWith("original0", StringComparison.Ordinal) || key.EndsWith("weight_g", StringComparison.Ordinal);
        var inputs = shape.Skip(1).Aggregate(1, (a, b) => a * b);
        var scale = norm || gain ? 0.1 : shape.Length < 2 ? 0.02 : 1 / Math.Sqrt(inputs);
        var values = FormulaValues.Create(key, shape.Aggregate(1, (a, b) => a * b), scale);
        if (norm || gain) foreach (ref var value in values.AsSpan()) value++;
        return Tensor.FromBytes(key, TensorType.Float32, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), shape);
    }
}
