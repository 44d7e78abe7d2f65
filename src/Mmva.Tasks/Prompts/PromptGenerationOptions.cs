using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Settings of prompts for music generation, and of the server that makes the music.</summary>
public sealed class PromptGenerationOptions
{
    /// <summary>The default of <see cref="Diversity"/>.</summary>
    public const double DefaultDiversity = 0.2;

    /// <summary>The prompts to choose from. <see cref="PromptsFile"/>, where given, takes their place.</summary>
    /// <value>The default is <see cref="PromptSet.Default"/>, 54,912 prompts.</value>
    [Required]
    public PromptSet Prompts { get; set; } = PromptSet.Default;

    /// <summary>A JSON file with templates and candidates of one's own, as <see cref="PromptSet.Load"/> reads it; read when the host starts.</summary>
    /// <value>The default is none.</value>
    public string? PromptsFile { get; set; }

    /// <summary>Where catalogues of other prompts, encoders and heads than the compact model's are kept.</summary>
    /// <value>The default is <c>mmva/prompts</c> in the user's folder for local application data.</value>
    [Required]
    public string Folder { get; set; } = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "mmva", "prompts");

    /// <summary>How much the prompts after the first vary, from 0 (the nearest ones, often the same words in another order) up to 0.99; see <see cref="PromptCatalogue.Nearest"/>.</summary>
    /// <value>The default is 0.2: enough that the same words in another order do not come twice.</value>
    [Range(0, 0.99)]
    public double Diversity { get; set; } = DefaultDiversity;

    /// <summary>The server that makes music of a prompt; without an address there is none, and everything else works.</summary>
    [Required, ValidateObjectMembers]
    public MusicServerOptions Server { get; set; } = new();

    /// <summary>The prompts that apply: those of the file, where one is given.</summary>
    internal PromptSet Effective => string.IsNullOrEmpty(PromptsFile) ? Prompts : PromptSet.Load(PromptsFile);
}

[OptionsValidator]
internal sealed partial class PromptGenerationOptionsValidator : IValidateOptions<PromptGenerationOptions>;

/// <summary>What attributes cannot say.</summary>
internal sealed class PromptGenerationOptionsCheck : IValidateOptions<PromptGenerationOptions>
{
    public ValidateOptionsResult Validate(string? name, PromptGenerationOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        try
        {
            _ = options.Effective;
        }
        catch (PromptException e)
        {
            problems.AddError(e.Message, nameof(options.PromptsFile));
        }
        foreach (var (member, problem) in options.Server?.Problems() ?? []) problems.AddError(problem, $"{nameof(options.Server)}.{member}");
        return problems.Build();
    }
}
