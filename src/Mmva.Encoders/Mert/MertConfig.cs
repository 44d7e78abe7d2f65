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
/// <param name="SampleRate">Of the audio (Hz).</param>
internal sealed record MertConfig(
    ImmutableArray<FrameConvolution> Convolutions, int Width, int Layers, int InnerWidth, int PositionKernel, int PositionGroups,
    TransformerShape Block, int SampleRate)
{
    private const int DefaultSampleRate = 24_000;

    /// <summary>Samples that one frame sees; shorter audio has no features.</summary>
    public int ReceptiveField
    {
        get
        {
            int samples = 1, step = 1;
            foreach (var convolution in Convolutions)
            {
                samples += (convolution.Kernel - 1) * step;
                step *= convolution.Stride;
            }
            return samples;
        }
    }

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <exception cref="WeightFileException">The file cannot be read, or describes a model that is not implemented.</exception>
    public static MertConfig Read(string path)
    {
        var file = ModelConfig.Open(path);
        file.Require(
            file.Text(
                "model_type", "mert_model") is "mert_model" or "music_hubert" or "hubert", "model_type", "'mert_model' and 'hubert' are implemented");
        file.Require(file.Text("feat_extract_norm", "group") == "group", "feat_extract_norm", "only 'group' is implemented");
        file.Require(file.Text("feat_extract_activation", "gelu") == "gelu", "feat_extract_activation", "only 'gelu' is implemented");
        file.Require(file.Boolean("feat_proj_layer_norm", true), "feat_proj_layer_norm", "only true is implemented");
        foreach (var refused in new[] { "feature_extractor_cqt", "deepnorm", "do_stable_layer_norm", "conv_bias", "conv_pos_batch_norm" })
            file.Require(!file.Boolean(refused, false), refused, "only false is implemented");
        file.Require(file.Float("attention_relax", -1) <= 0, "attention_relax", "only −1, none, is implemented");

        var block = file.ReadTransformer();
        int width = file.Integer("hidden_size"), groups = file.Integer("num_conv_pos_embedding_groups");
        file.Require(width % groups == 0, "num_conv_pos_embedding_groups", $"it must divide hidden_size, {width}");
        return new(
            ReadConvolutions(file), width, file.Integer("num_hidden_layers", max: 1000), file.Integer("intermediate_size"),
            file.Integer("num_conv_pos_embeddings", max: 1 << 16), groups, block,
            file.Integer("sample_rate", max: 1 << 20, fallback: DefaultSampleRate));
    }

    private static ImmutableArray<FrameConvolution> ReadConvolutions(ModelConfig file)
    {
        var channels = file.Integers("conv_dim");
        var kernels = file.Integers("conv_kernel", max: 1024);
        var strides = file.Integers("conv_stride", max: 1024);
        file.Require(channels.Length is > 0 and <= 64, "conv_dim", "1 to 64 convolutions are implemented");
        file.Require(kernels.Length == channels.Length, "conv_kernel", $"conv_dim has {channels.Length} convolutions");
        file.Require(strides.Length == channels.Length, "conv_stride", $"conv_dim has {channels.Length} convolutions");
        var samples = strides.Aggregate(1L, (product, stride) => Math.Min(product * stride, int.MaxValue));
        file.Require(samples < 1 << 20, "conv_stride", "a frame must be shorter than 2²⁰ samples");
        return [.. channels.Select((outputs, i) => new FrameConvolution(i == 0 ? 1 : channels[i - 1], outputs, kernels[i], strides[i]))];
    }

    // a record would print the type of the array; the fingerprint needs its content
    public override string ToString() => FormattableString.Invariant(
        $"{string.Join(' ', Convolutions)} {Width} {Layers} {InnerWidth} {PositionKernel} {PositionGroups} {Block} {SampleRate}");
}

/// <summary>One convolution over time of the feature extractor.</summary>
internal readonly record struct FrameConvolution(int Inputs, int Outputs, int Kernel, int Stride);
