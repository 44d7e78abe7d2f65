using Mmva.Encoders;

namespace Mmva;

/// <summary>Uses third-party .onnx files as encoders.</summary>
public static partial class EncodersBuilderExtensions
{
    /// <summary>Uses an .onnx file as the encoder of images, in place of any other. It is loaded and checked when first needed.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="path">The file.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseOnnxImageEncoder(this IMmvaBuilder builder, string path, Action<OnnxImageOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var options = builder.AddEncoderOptions(new OnnxImageOptionsValidator(), configure);
        return builder.UseImageEncoder(services => OnnxImageEncoder.Load(path, options(services)));
    }

    /// <summary>Uses an .onnx file as the encoder of music, in place of any other. It is loaded and checked when first needed.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="path">The file.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseOnnxMusicEncoder(this IMmvaBuilder builder, string path, Action<OnnxMusicOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var options = builder.AddEncoderOptions(new OnnxMusicOptionsValidator(), configure);
        return builder.UseMusicEncoder(services => OnnxMusicEncoder.Load(path, options(services)));
    }

    /// <summary>Uses an .onnx file as the encoder of captions, in place of any other. It is loaded and checked when first needed.</summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="path">The file.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts; they must include the tokenizer.</param>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseOnnxCaptionEncoder(this IMmvaBuilder builder, string path, Action<OnnxCaptionOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(configure);
        var options = builder.AddEncoderOptions(new OnnxCaptionOptionsValidator(), configure);
        return builder.UseCaptionEncoder(services => OnnxCaptionEncoder.Load(path, options(services)));
    }
}
