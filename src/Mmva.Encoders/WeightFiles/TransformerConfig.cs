using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>Reads the keys that the configurations of all transformers share.</summary>
internal static class TransformerConfig
{
    /// <summary>Heads, activation and epsilon.</summary>
    /// <param name="file">The configuration; its <c>hidden_size</c> is checked against the heads.</param>
    /// <param name="normFirst">Whether the model's normalizations precede attention and feed-forward.</param>
    /// <param name="fallback">The values of absent keys; without it the keys are required.</param>
    /// <exception cref="WeightFileException">A value is missing, out of range or not implemented.</exception>
    public static TransformerShape ReadTransformer(this ModelConfig file, bool normFirst = false, TransformerShape? fallback = null)
    {
        Activation? activation = file.Text("hidden_act", fallback is null ? null : "") switch
        {
            "gelu" => Activation.Gelu,
            "quick_gelu" => Activation.QuickGelu,
            "relu" => Activation.Relu,
            "" => fallback?.Activation,
            _ => null,
        };
        file.Require(activation is not null, "hidden_act", "gelu, quick_gelu and relu are implemented");
        var epsilon = file.Float("layer_norm_eps", fallback?.Epsilon);
        file.Require(epsilon is >= 0 and < 1, "layer_norm_eps", "it must be from 0 to 1");
        var heads = file.Integer("num_attention_heads", fallback: fallback?.Heads);
        if (file.Contains("hidden_size"))
        {
            var width = file.Integer("hidden_size");
            file.Require(width % heads == 0, "num_attention_heads", $"it must divide hidden_size, {width}");
        }
        return new(heads, activation!.Value, epsilon, normFirst);
    }
}
