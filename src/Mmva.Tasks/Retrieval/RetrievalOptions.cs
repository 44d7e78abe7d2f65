using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Mmva.Tasks;

namespace Mmva;

/// <summary>Settings of retrieval by emotion.</summary>
public sealed class RetrievalOptions
{
    /// <summary>The default of <see cref="Candidates"/>.</summary>
    public const int DefaultCandidates = 100;

    /// <summary>
    /// Whether embeddings are stored with the items (2 KB each at the paper's width): re-ranking by the similarity head needs them.
    /// </summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool KeepEmbeddings { get; set; } = true;

    /// <summary>How many of the nearest items the similarity head scores when results are re-ranked, from 1 to 100,000.</summary>
    /// <value>The default is 100.</value>
    [Range(1, 100_000)]
    public int Candidates { get; set; } = DefaultCandidates;

    /// <summary>The file from which the in-process index is opened if it exists. Other indexes do not use it.</summary>
    /// <value>The default is <see langword="null"/>: the index starts empty.</value>
    [NotBlank]
    public string? IndexFile { get; set; }
}

[OptionsValidator]
internal sealed partial class RetrievalOptionsValidator : IValidateOptions<RetrievalOptions>;
