using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Encoders;

/// <summary>Options of <see cref="RobertaEncoder"/>.</summary>
public sealed class RobertaOptions : TowerOptions
{
    /// <summary>The default of <see cref="TowerOptions.License"/>: that of the published weights.</summary>
    public const string DefaultLicense = "MIT";

    /// <summary>The default of <see cref="TowerOptions.Source"/>: the published weights.</summary>
    public const string DefaultSource = "https://huggingface.co/FacebookAI/roberta-base";

    /// <summary>Creates the default options.</summary>
    public RobertaOptions() : base(DefaultLicense, DefaultSource)
    {
    }

    /// <summary>The number of tokens to which a caption is truncated, its two special tokens included; a notice reports it.</summary>
    /// <value>The default is <see langword="null"/>: the limit of the model (512). At least 2 are possible.</value>
    [Range(2, int.MaxValue)]
    public int? MaxTokens { get; set; }

    /// <summary>
    /// Whether captions in another language get a notice. Set it to <see langword="false"/> for weights that were trained on other languages.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool ExpectsEnglish { get; set; } = true;
}

[OptionsValidator]
internal sealed partial class RobertaOptionsValidator : IValidateOptions<RobertaOptions>;
