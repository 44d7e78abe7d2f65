using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Mmva.Encoders;

/// <summary>Options of <see cref="MiniLmEncoder"/>.</summary>
public sealed class MiniLmOptions : TowerOptions
{
    /// <summary>The default of <see cref="TowerOptions.License"/>: that of the published weights.</summary>
    public const string DefaultLicense = "Apache-2.0";

    /// <summary>The default of <see cref="TowerOptions.Source"/>: the published weights.</summary>
    public const string DefaultSource = "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2";

    /// <summary>The default of <see cref="MaxTokens"/>.</summary>
    public const int DefaultMaxTokens = 256;

    /// <summary>Creates the default options.</summary>
    public MiniLmOptions() : base(DefaultLicense, DefaultSource)
    {
    }

    /// <summary>The number of tokens to which a caption is truncated, its two special tokens included; a notice reports it.</summary>
    /// <value>The default is 256, the length that the model was trained with; 2 to the number of positions of the model (512) are possible.</value>
    [Range(2, int.MaxValue)]
    public int MaxTokens { get; set; } = DefaultMaxTokens;

    /// <summary>
    /// Whether captions in another language get a notice. Set it to <see langword="false"/> for weights that were trained on other languages.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool ExpectsEnglish { get; set; } = true;
}

[OptionsValidator]
internal sealed partial class MiniLmOptionsValidator : IValidateOptions<MiniLmOptions>;
