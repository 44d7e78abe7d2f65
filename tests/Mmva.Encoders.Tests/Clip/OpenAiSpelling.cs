using Mmva.WeightFiles;

namespace Mmva.Encoders.Tests.Clip;

/// <summary>
/// Writes a model of Hugging Face's spelling in OpenAI's: other names, queries, keys and values stacked, the projection transposed, remains of a text
/// tower.
/// </summary>
internal static class OpenAiSpelling
{
    public static IEnumerable<Tensor> Of(SafetensorsFile model)
    {
        const string layers = "vision_model.encoder.layers.";
        yield return Tensor.FromFloats("logit_scale", [4.6f]);
        yield return Tensor.FromFloats("ln_final.weight", [1, 2], 2);
        yield return Tensor.FromFloats("positional_embedding", [1, 2], 1, 2);
        yield return Tensor.FromFloats("transformer.resblocks.0.attn.in_proj_bias", [1], 1);
        yield return Tensor.FromFloats("text.proj.weight", [1], 1, 1); // where the text tower is a model of its own
        yield return Tensor.FromInt64("input_resolution", [48]);
        foreach (var tensor in model.Tensors.Values.Where(t => t.Name.StartsWith("vision_model.", StringComparison.Ordinal)))
        {
            if (tensor.Name.Contains("k_proj", StringComparison.Ordinal) || tensor.Name.Contains("v_proj", StringComparison.Ordinal)) continue;
            if (!tensor.Name.Contains("q_proj", StringComparison.Ordinal)) yield return Named(tensor, Rename(tensor.Name));
            else
            {
                var part = tensor.Name[tensor.Name.LastIndexOf('.')..];
                float[] stacked = [.. tensor.ToFloats(), .. model[tensor.Name.Replace("q_proj", "k_proj", StringComparison.Ordinal)].ToFloats(),
                    .. model[tensor.Name.Replace("q_proj", "v_proj", StringComparison.Ordinal)].ToFloats()];
                var layer = tensor.Name[layers.Length..tensor.Name.IndexOf('.', layers.Length)];
                yield return Tensor.FromFloats(
                    $"visual.transformer.resblocks.{layer}.attn.in_proj_{part[1..]}", stacked, [3 * tensor.Shape[0], .. tensor.Shape.Skip(1)]);
            }
        }
        var projection = model["visual_projection.weight"];
        int rows = projection.Shape[0], columns = projection.Shape[1];
        var values = projection.ToFloats();
        yield return Tensor.FromFloats(
            "visual.proj", [.. Enumerable.Range(0, rows * columns).Select(i => values[i % rows * columns + i / rows])], columns, rows);
    }

    private static string Rename(string name)
    {
        (string From, string To)[] names =
        [
            ("vision_model.", "visual."), ("embeddings.class_embedding", "class_embedding"), ("embeddings.patch_embedding", "conv1"), (
                "embeddings.position_embedding.weight", "positional_embedding"),
            ("pre_layrnorm", "ln_pre"), ("post_layernorm", "ln_post"), (
                "encoder.layers", "transformer.resblocks"), ("layer_norm1", "ln_1"), ("layer_norm2", "ln_2"),
            ("self_attn.out_proj", "attn.out_proj"), ("mlp.fc1", "mlp.c_fc"), ("mlp.fc2", "mlp.c_proj"),
        ];
        return names.Aggregate(name, (result, pair) => result.Replace(pair.From, pair.To, StringComparison.Ordinal));
    }

    private static Tensor Named(Tensor tensor, string name) => Tensor.FromBytes(name, tensor.Type, tensor.Bytes, [.. tensor.Shape]);
}
