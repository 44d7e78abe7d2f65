using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Settings of prompts for music generation, and of the server that generates the music.</summary>
public sealed class PromptGenerationOptions
{
    /// <summary>The default of <see cref="Diversity"/>.</summary>
    public const double DefaultDiversity = 0.2;

    /// <summary>The prompts to choose from. <see cref="PromptsFile"/> replaces them if it is set.</summary>
    /// <value>The default is <see cref="PromptSet.Default"/>, 54,912 prompts.</value>
    [Required]
    public PromptSet Prompts { get; set; } = PromptSet.Default;

    /// <summary>A JSON file with custom templates and candidates in the format of <see cref="PromptSet.Load"/>; read when the host starts.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    [PromptsFile]
    public string? PromptsFile { get; set; }

    /// <summary>The cache folder for catalogues of other prompts, encoders and models than the compact model's.</summary>
    /// <value>The default is <c>mmva/prompts</c> in the user's folder for local application data.</value>
    [Required]
    public string Folder { get; set; } = DefaultFolder;

    /// <summary>
    /// How much the prompts after the first vary, from 0 (the nearest ones, often the same words in another order) up to 0.99;
    /// see <see cref="PromptCatalogue.Nearest"/>.
    /// </summary>
    /// <value>The default is 0.2: enough that the same words in another order do not appear twice.</value>
    [Range(0, 0.99)]
    public double Diversity { get; set; } = DefaultDiversity;

    /// <summary>The server that generates music. Without an address there is none, and everything else works.</summary>
    [Required, ValidateObjectMembers(typeof(MusicServerOptionsValidator))]
    public MusicServerOptions Server { get; set; } = new();

    /// <summary>The prompts in use: those of the file, if it is set.</summary>
    internal PromptSet Effective => string.IsNullOrEmpty(PromptsFile) ? Prompts : PromptSet.Load(PromptsFile);

    private static string DefaultFolder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "mmva", "prompts");
}

[OptionsValidator]
internal sealed partial class PromptGenerationOptionsValidator : IValidateOptions<PromptGenerationOptions>;

/// <summary>An optional file of prompt templates that can be loaded.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PromptsFileAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not string { Length: > 0 } path) return ValidationResult.Success;
        try
        {
            PromptSet.Load(path);
            return ValidationResult.Success;
        }
        catch (PromptException e)
        {
            return new(e.Message, [validationContext.MemberName!]);
        }
    }
}
