using Mmva.Encoders;

namespace Mmva;

/// <summary>Takes .onnx files as encoders.</summary>
public static class OnnxMmvaBuilderExtensions
{
    /// <summary>Takes an .onnx file as the encoder of images, in place of any other. It is loaded and checked when first needed.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Names and preprocessing; null for the defaults.</param>
    public static IMmvaBuilder UseOnnxImageEncoder(this IMmvaBuilder builder, string path, OnnxImageOptions? options = null) => builder.UseImageEncoder(_ => OnnxImageEncoder.Load(path, options));

    /// <summary>Takes an .onnx file as the encoder of music, in place of any other. It is loaded and checked when first needed.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Names and preprocessing; null for the defaults.</param>
    public static IMmvaBuilder UseOnnxMusicEncoder(this IMmvaBuilder builder, string path, OnnxMusicOptions? options = null) => builder.UseMusicEncoder(_ => OnnxMusicEncoder.Load(path, options));

    /// <summary>Takes an .onnx file as the encoder of captions, in place of any other. It is loaded and checked when first needed.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">The tokenizer, and names.</param>
    public static IMmvaBuilder UseOnnxCaptionEncoder(this IMmvaBuilder builder, string path, OnnxCaptionOptions options) => builder.UseCaptionEncoder(_ => OnnxCaptionEncoder.Load(path, options));
}
