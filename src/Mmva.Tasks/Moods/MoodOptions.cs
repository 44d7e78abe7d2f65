using Microsoft.Extensions.Options;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Settings of the mood vocabulary.</summary>
public sealed class MoodOptions
{
    /// <summary>The file of the vocabulary, JSON or CSV; see <see cref="MoodVocabulary.Load"/>.</summary>
    /// <value>The default is <see langword="null"/>: <see cref="MoodVocabulary.Default"/>.</value>
    [NotBlank]
    public string? VocabularyFile { get; set; }
}

[OptionsValidator]
internal sealed partial class MoodOptionsValidator : IValidateOptions<MoodOptions>;
