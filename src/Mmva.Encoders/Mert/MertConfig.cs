using System.Collections.Immutable;
using Mmva.Encoders.Graphs;
using Mmva.WeightFiles;

namespace Mmva.Encoders;

/// <summary>The sizes and choices of a MERT model: those of Hugging Face's <c>HubertModel</c>.</summary>
/// <param name="Convolutions">Of the feature extractor, in order.</param>
/// <param name="Width">Of the hidden states.</param>
/// <param name="Layers">Transformer blocks.</param>
/// <param name="InnerWidth">Of the feed-forward layers.</param>
/// <param name="PositionKernel">Frames that the positional convolution sees.</param>
/// <param name="PositionGroups">Its groups.</param>
/// <param name="Block">What the blocks share.</param>
/// <param name="SampleRate">Of the sound (Hz).</param>
internal sealed record MertConfig(ImmutableArray<FrameConvolution> Convolutions, int Width, int Layers, int InnerWidth, int PositionKernel, int PositionGroups, TransformerShape Block, int SampleRate)
{
    private const int DefaultSampleRate = 24_000;

    /// <summary>Samples that one frame sees; less sound than that has no features.</summary>
    public int ReceptiveField
    {
        get
        {
            int samples = 1, step = 1;
            foreach (var convolution in Convolutions) (samples, step) = (samples + (convolution.Kernel - 1) * step, step * convolution.Stride);
            return samples;
        }
    }

    /// <summary>Reads them from <c>config.json</c>.</summary>
    /// <exception cref="WeightFileException">The file cannot be read, or describes what is not implemented here.</exception>
    public static MertConfig Read(string path)
    {
        var file = ModelConfig.Open(path);
        file.Require(file.Text("model_type", "mert_model") is "mert_model" or "music_hubert" or "hubert", "model_type", "'mert_model' and 'hubert' are implemented");
        file.Require(file.Text("feat_extract_norm", "group") == "group", "feat_extract_norm", "only 'group' is implemented");
        file.Require(file.Text("feat_extract_activation", "gelu") == "gelu", "feat_extract_activation", "only 'gelu' is implemented");
        file.Require(file.Boolean("feat_proj_layer_norm", true), "feat_proj_layer_norm", "only true is implemented");
        foreach (var refused in new[] { "feature_extractor_cqt", "deepnorm", "do_stable_layer_norm", "conv_bias", "conv_pos_batch_norm" })
            file.Require(!file.Boolean(refused, false), refused, "only false is implemented");
        file.Require(file.Float("attention_relax", -1) <= 0, "attention_relax", "only −1, none, is implemented");

        Activation? activation = file.Text("hidden_act") switch { "gelu" => Activation.Gelu, "quick_gelu" => Activation.QuickGelu, "relu" => Activation.Relu, _ => null };
        file.Require(activation is not null, "hidden_act", "gelu, quick_gelu and relu are implemented");
        var epsilon = file.Float("layer_norm_eps");
        file.Require(epsilon is >= 0 and < 1, "layer_norm_eps", "it must be from 0 to 1");
        int width = file.Integer("hidden_size"), heads = file.Integer("num_attention_heads"), groups = file.Integer("num_conv_pos_embedding_groups");
        file.Require(width % heads == 0, "num_attention_heads", $"it must divide hidden_size, {width}");
        file.Require(width % groups == 0, "num_conv_pos_embedding_groups", $"it must divide hidden_size, {width}");

        return new(
            ReadConvolutions(file), width, file.Integer("num_hidden_layers", max: 1000), file.Integer("intermediate_size"),
            file.Integer("num_conv_pos_embeddings", max: 1 << 16), groups, new(heads, activation!.Value, epsilon), file.Integer("sample_rate", max: 1 << 20, fallback: DefaultSampleRate));
    }

    private static ImmutableArray<FrameConvolution> ReadConvolutions(ModelConfig file)
    {
        int[] channels = file.Integers("conv_dim"), kernels = file.Integers("conv_kernel", max: 1024), strides = file.Integers("conv_stride", max: 1024);
        file.Require(channels.Length is > 0 and <= 64, "conv_dim", "1 to 64 convolutions are implemented");
        file.Require(kernels.Length == channels.Length, "conv_kernel", $"conv_dim has {channels.Length} convolutions");
        file.Require(strides.Length == channels.Length, "conv_stride", $"conv_dim has {channels.Length} convolutions");
        file.Require(strides.Aggregate(1L, (product, stride) => Math.Min(product * stride, int.MaxValue)) < 1 << 20, "conv_stride", "a frame must be less than 2²⁰ samples");
        return [.. channels.Select((outputs, i) => new FrameConvolution(i == 0 ? 1 : channels[i - 1], outputs, kernels[i], strides[i]))];
    }

    // a record would print the array's type; the fingerprint needs what is in it
    public override string ToString() => FormattableString.Invariant($"{string.Join(' ', Convolutions)} {Width} {Layers} {InnerWidth} {PositionKernel} {PositionGroups} {Block} {SampleRate}");
}

/// <summary>One convolution over time of the feature extractor.</summary>
internal readonly record struct FrameConvolution(int Inputs, int Outputs, int Kernel, int Stride);
