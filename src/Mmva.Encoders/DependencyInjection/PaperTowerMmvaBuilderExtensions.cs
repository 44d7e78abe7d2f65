using Mmva.Encoders;

namespace Mmva;

/// <summary>Takes the towers that the paper uses as encoders.</summary>
public static class PaperTowerMmvaBuilderExtensions
{
    /// <summary>Takes CLIP's vision tower as the encoder of images, in place of any other. It is loaded when first needed; one log line then names its license and source.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="folder">A folder in Hugging Face's layout; see <see cref="ClipEncoder.Load"/>.</param>
    /// <param name="options">Precision and session; null for the defaults.</param>
    public static IMmvaBuilder UseClip(this IMmvaBuilder builder, string folder, ClipOptions? options = null) => builder.UseImageEncoder(_ => ClipEncoder.Load(folder, options));

    /// <summary>Takes MERT as the encoder of music, in place of any other. It is loaded when first needed; one log line then names its license (not for commercial use) and source.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="folder">A folder in Hugging Face's layout; see <see cref="MertEncoder.Load"/>.</param>
    /// <param name="options">Precision, windows and session; null for the defaults.</param>
    public static IMmvaBuilder UseMert(this IMmvaBuilder builder, string folder, MertOptions? options = null) => builder.UseMusicEncoder(_ => MertEncoder.Load(folder, options));

    /// <summary>Takes RoBERTa as the encoder of captions, in place of any other. It is loaded when first needed; one log line then names its license and source.</summary>
    /// <param name="builder">What <c>services.AddMmva()</c> returned.</param>
    /// <param name="folder">A folder in Hugging Face's layout; see <see cref="RobertaEncoder.Load"/>.</param>
    /// <param name="options">Precision, length and session; null for the defaults.</param>
    public static IMmvaBuilder UseRoberta(this IMmvaBuilder builder, string folder, RobertaOptions? options = null) => builder.UseCaptionEncoder(_ => RobertaEncoder.Load(folder, options));
}
