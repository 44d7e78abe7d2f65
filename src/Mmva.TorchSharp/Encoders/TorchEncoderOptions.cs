using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.TorchSharp;

/// <summary>Describes a TorchSharp module that serves as an encoder.</summary>
public sealed class TorchEncoderOptions
{
    /// <summary>The default of <see cref="License"/>.</summary>
    public const string DefaultLicense = "unknown";

    /// <summary>A short name for the metadata. It is part of the fingerprint, which otherwise knows the weights, but not the layers.</summary>
    /// <value>There is no default.</value>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>The number of feature vectors per input. A module of one may return [batch, width] as well as [batch, 1, width].</summary>
    /// <value>The default is 1.</value>
    [Range(1, 65_536)]
    public int Layers { get; set; } = 1;

    /// <summary>The length of a feature vector, at least 1.</summary>
    /// <value>There is no default.</value>
    [Range(1, 65_536)]
    public int Width { get; set; }

    /// <summary>The license of the weights, for the metadata.</summary>
    /// <value>The default is <c>unknown</c>.</value>
    [Required]
    public string License { get; set; } = DefaultLicense;

    /// <summary>Where the weights were published, for the metadata.</summary>
    /// <value>The default is empty.</value>
    public string Source { get; set; } = "";

    /// <summary>
    /// Names how inputs become tensors. It is part of the fingerprint, which keys cached features: change it whenever the preparation changes.
    /// </summary>
    /// <value>The default is empty.</value>
    public string Preprocessing { get; set; } = "";

    internal TorchEncoderOptions Clone() => (TorchEncoderOptions)MemberwiseClone();
}

[OptionsValidator]
internal sealed partial class TorchEncoderOptionsValidator : IValidateOptions<TorchEncoderOptions>;
