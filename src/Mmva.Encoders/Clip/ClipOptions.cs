using Microsoft.Extensions.Options;

namespace Mmva.Encoders;

/// <summary>Options of <see cref="ClipEncoder"/>.</summary>
public sealed class ClipOptions : TowerOptions
{
    /// <summary>The default of <see cref="TowerOptions.License"/>: that of the published weights.</summary>
    public const string DefaultLicense = "MIT";

    /// <summary>The default of <see cref="TowerOptions.Source"/>: the published weights.</summary>
    public const string DefaultSource = "https://huggingface.co/openai/clip-vit-base-patch32";

    /// <summary>Creates the default options.</summary>
    public ClipOptions() : base(DefaultLicense, DefaultSource)
    {
    }
}

[OptionsValidator]
internal sealed partial class ClipOptionsValidator : IValidateOptions<ClipOptions>;
