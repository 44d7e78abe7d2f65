using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The sizes and choices of a CLIP vision tower.</summary>
/// <param name="Width">Of the tokens.</param>
/// <param name="Layers">Transformer blocks.</param>
/// <param name="InnerWidth">Of the feed-forward layers.</param>
/// <param name="ImageSize">Both sides of an image, in pixels.</param>
/// <param name="PatchSize">Both sides of a patch; a remainder at the right and the bottom is not seen.</param>
/// <param name="ProjectionWidth">Of the features.</param>
/// <param name="Block">What all blocks share.</param>
internal sealed record ClipConfig(int Width, int Layers, int InnerWidth, int ImageSize, int PatchSize, int ProjectionWidth, TransformerShape Block)
{
    /// <summary>ViT-B/32 as OpenAI trained it: Hugging Face's defaults for absent keys.</summary>
    private static readonly ClipConfig Default = new(768, 12, 3072, 224, 32, 512, new(12, Activation.QuickGelu, 1e-5f, NormFirst: true));

    /// <summary>Patches along a side.</summary>
    public int Grid => ImageSize / PatchSize;

    /// <summary>Tokens per image: the class token and the patches.</summary>
    public int Tokens => Grid * Grid + 1;

    /// <summary>Reads Hugging Face's <c>config.json</c> or, if that does not exist, <c>open_clip_config.json</c>.</summary>
    /// <exception cref="WeightFileException">The file cannot be read, or describes a model that is not implemented.</exception>
    public static ClipConfig ReadFolder(string folder)
    {
        string standard = Path.Combine(folder, "config.json"), openClip = Path.Combine(folder, "open_clip_config.json");
        return !File.Exists(standard) && File.Exists(openClip) ? ReadOpenClip(ModelConfig.Open(openClip)) : ReadStandard(ModelConfig.Open(standard));
    }

    // of the whole model or only of its vision tower
    private static ClipConfig ReadStandard(ModelConfig root)
    {
        var type = root.Text("model_type");
        root.Require(type is "clip" or "clip_vision_model", "model_type", "'clip' or 'clip_vision_model' is required");
        var vision = type == "clip" ? root.Section("vision_config") : root;
        vision.Require(vision.Integer("num_channels", fallback: 3) == 3, "num_channels", "3 are required");
        return new ClipConfig(
            vision.Integer("hidden_size", fallback: Default.Width), vision.Integer("num_hidden_layers", max: 1000, fallback: Default.Layers),
            vision.Integer("intermediate_size", fallback: Default.InnerWidth), vision.Integer(
                "image_size", max: 1 << 14, fallback: Default.ImageSize),
            vision.Integer("patch_size", fallback: Default.PatchSize), root.Integer("projection_dim", fallback: Default.ProjectionWidth),
            vision.ReadTransformer(normFirst: true, Default.Block)).Checked(vision, "patch_size");
    }

    private static ClipConfig ReadOpenClip(ModelConfig root)
    {
        var model = root.Section("model_cfg");
        var vision = model.Section("vision_cfg");
        foreach (var refused in new[] { "timm_model_name", "attentional_pool", "ls_init_value", "pool_type", "mlp_ratio" })
            vision.Require(!vision.Contains(refused), refused, "only the plain vision transformer is implemented");
        int width = vision.Integer("width"), headWidth = vision.Integer("head_width", fallback: 64);
        vision.Require(width % headWidth == 0, "width", $"it must be a multiple of head_width, {headWidth}");
        var activation = model.Boolean("quick_gelu", false) ? Activation.QuickGelu : Activation.Gelu;
        var block = new TransformerShape(width / headWidth, activation, Default.Block.Epsilon, NormFirst: true);
        return new ClipConfig(
            width, vision.Integer("layers", max: 1000), 4 * width, vision.Integer("image_size", max: 1 << 14), vision.Integer("patch_size"),
            model.Integer("embed_dim"), block).Checked(vision, "patch_size");
    }

    private ClipConfig Checked(ModelConfig file, string patchSize)
    {
        file.Require(PatchSize <= ImageSize, patchSize, $"it must not be above image_size, {ImageSize}");
        return this;
    }
}
