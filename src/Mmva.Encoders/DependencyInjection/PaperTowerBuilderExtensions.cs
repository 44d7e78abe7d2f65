using Mmva.Encoders;

namespace Mmva;

/// <summary>Uses the towers of the paper as encoders.</summary>
public static partial class EncodersBuilderExtensions
{
    /// <summary>
    /// Uses CLIP's vision tower as the encoder of images, in place of any other. It is loaded when first needed; one log line then contains its
    /// license and source.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="folder">A folder in Hugging Face's layout; see <see cref="ClipEncoder.Load"/>.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseClip(this IMmvaBuilder builder, string folder, Action<ClipOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var options = builder.AddEncoderOptions(new ClipOptionsValidator(), configure);
        return builder.UseImageEncoder(services => ClipEncoder.Load(folder, options(services)));
    }

    /// <summary>
    /// Uses MERT as the encoder of music, in place of any other. It is loaded when first needed; one log line then contains its license
    /// (not for commercial use) and source.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="folder">A folder in Hugging Face's layout; see <see cref="MertEncoder.Load"/>.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseMert(this IMmvaBuilder builder, string folder, Action<MertOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var options = builder.AddEncoderOptions(new MertOptionsValidator(), configure);
        return builder.UseMusicEncoder(services => MertEncoder.Load(folder, options(services)));
    }

    /// <summary>
    /// Uses RoBERTa as the encoder of captions, in place of any other. It is loaded when first needed; one log line then contains its license and
    /// source.
    /// </summary>
    /// <param name="builder">The Mmva builder.</param>
    /// <param name="folder">A folder in Hugging Face's layout; see <see cref="RobertaEncoder.Load"/>.</param>
    /// <param name="configure">Configures the options, which are validated when the host starts.</param>
    /// <returns>The same builder, for chaining.</returns>
    public static IMmvaBuilder UseRoberta(this IMmvaBuilder builder, string folder, Action<RobertaOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var options = builder.AddEncoderOptions(new RobertaOptionsValidator(), configure);
        return builder.UseCaptionEncoder(services => RobertaEncoder.Load(folder, options(services)));
    }
}
