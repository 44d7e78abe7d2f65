namespace Mmva.Encoders;

/// <summary>
/// Converts the keys of Hugging Face's and of OpenAI's (open_clip's) files to one spelling: Hugging Face's without <c>vision_model.</c>.
/// </summary>
internal static class ClipKeys
{
    /// <summary>OpenAI's projection, [width, features]: transposed compared with Hugging Face's.</summary>
    public const string TransposedProjection = "visual_projection.transposed";

    private const string StandardPrefix = "vision_model.", OpenPrefix = "visual.";

    private static readonly string[] Unused =
    [
        "text_model.", "text.", "text_projection", "logit_scale", "logit_bias", "transformer.", "token_embedding.", "ln_final.",
        "positional_embedding",
        "input_resolution", "context_length", "vocab_size",
    ];

    private static readonly (string From, string To)[] Renamed =
    [
        ("conv1.", "embeddings.patch_embedding."), ("class_embedding", "embeddings.class_embedding"), (
            "positional_embedding", "embeddings.position_embedding.weight"),
        ("ln_pre.", "pre_layrnorm."), ("ln_post.", "post_layernorm."), ("transformer.resblocks.", "encoder.layers."),
        (".ln_1.", ".layer_norm1."), (".ln_2.", ".layer_norm2."), (".attn.in_proj_", ".self_attn.in_proj."), (
            ".attn.out_proj.", ".self_attn.out_proj."),
        (".mlp.c_fc.", ".mlp.fc1."), (".mlp.c_proj.", ".mlp.fc2."),
    ];

    /// <summary>The one spelling of a key; null for keys of the text tower and for buffers.</summary>
    public static string? OwnName(string key)
    {
        if (key == "visual_projection.weight") return key;
        if (key.StartsWith(StandardPrefix, StringComparison.Ordinal))
        {
            var name = key[StandardPrefix.Length..];
            return name == "embeddings.position_ids" ? null : name;
        }
        if (!key.StartsWith(OpenPrefix, StringComparison.Ordinal))
            return Unused.Any(part => key.StartsWith(part, StringComparison.Ordinal)) ? null : key;
        var own = key[OpenPrefix.Length..];
        if (own == "proj") return TransposedProjection;
        foreach (var (from, to) in Renamed) own = own.Replace(from, to, StringComparison.Ordinal);
        return own;
    }
}
