using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Encoders;

/// <summary>Options of <see cref="MertEncoder"/>.</summary>
public sealed class MertOptions : TowerOptions
{
    /// <summary>The default of <see cref="TowerOptions.License"/>: that of the published weights.</summary>
    public const string DefaultLicense = "CC-BY-NC-4.0";

    /// <summary>The default of <see cref="TowerOptions.Source"/>: the published weights.</summary>
    public const string DefaultSource = "https://huggingface.co/m-a-p/MERT-v1-95M";

    /// <summary>The default of <see cref="WindowSeconds"/>.</summary>
    public const double DefaultWindowSeconds = 10;

    /// <summary>Creates the default options.</summary>
    public MertOptions() : base(DefaultLicense, DefaultSource)
    {
    }

    /// <summary>
    /// The longest audio that is encoded in one piece (s). Longer audio is divided into the fewest equal windows of at most this length, and its
    /// features
    /// are the mean over them. Memory and, beyond about 10 s, the time per second of audio grow with it.
    /// </summary>
    /// <value>The default is 10; 1 to 60 are possible. The model was trained on pieces of 5 s.</value>
    [Range(1.0, 60.0)]
    public double WindowSeconds { get; set; } = DefaultWindowSeconds;
}

[OptionsValidator]
internal sealed partial class MertOptionsValidator : IValidateOptions<MertOptions>;
