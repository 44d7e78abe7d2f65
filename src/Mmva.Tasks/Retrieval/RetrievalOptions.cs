using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>Settings of retrieval by emotion.</summary>
public sealed class RetrievalOptions
{
    /// <summary>The default of <see cref="Candidates"/>.</summary>
    public const int DefaultCandidates = 100;

    /// <summary>Whether embeddings are kept with the items, 2 KB each at the paper's width: re-ranking by the similarity predictor needs them.</summary>
    /// <value>The default is true.</value>
    public bool KeepEmbeddings { get; set; } = true;

    /// <summary>How many of the nearest items the similarity predictor looks at when answers are re-ranked, from 1 to 100,000.</summary>
    /// <value>The default is 100.</value>
    public int Candidates { get; set; } = DefaultCandidates;

    /// <summary>A file that the in-process index is opened from, if it is there. Other indexes do not use it.</summary>
    /// <value>The default is null: the index begins empty.</value>
    public string? IndexFile { get; set; }
}

internal sealed class RetrievalOptionsValidator : IValidateOptions<RetrievalOptions>
{
    private const int LargestCandidates = 100_000;

    public ValidateOptionsResult Validate(string? name, RetrievalOptions options)
    {
        var problems = new ValidateOptionsResultBuilder();
        if (options.Candidates is < 1 or > LargestCandidates) problems.AddError($"{options.Candidates} is not between 1 and {LargestCandidates}.", nameof(options.Candidates));
        if (options.IndexFile is not null && string.IsNullOrWhiteSpace(options.IndexFile)) problems.AddError("is empty; leave it null for an index that begins empty.", nameof(options.IndexFile));
        return problems.Build();
    }
}
