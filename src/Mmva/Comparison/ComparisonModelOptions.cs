using Microsoft.Extensions.Options;

namespace Mmva.Evaluation;

/// <summary>The sizes of a <see cref="ComparisonModel"/>. The defaults are those of <see cref="MmvaModelOptions"/>, for a fair comparison.</summary>
/// <remarks>Immutable: these identify a model and are stored in its file.</remarks>
public sealed record ComparisonModelOptions
{
    /// <summary>The default of <see cref="CorrespondenceThreshold"/>: Eq. 1 at the distance σ.</summary>
    public const double DefaultCorrespondenceThreshold = 1 / Math.E;

    /// <summary>The shape of the image encoder's features.</summary>
    /// <value>The default is 1 × 512, CLIP's image embedding.</value>
    public FeatureShape Image { get; init; } = new(1, 512);

    /// <summary>The shape of the music encoder's features.</summary>
    /// <value>The default is 13 × 768, MERT's hidden states.</value>
    public FeatureShape Music { get; init; } = new(13, 768);

    /// <summary>The width of both modalities' embeddings.</summary>
    /// <value>The default is <see cref="MmvaModelOptions.DefaultEmbeddingWidth"/>.</value>
    public int EmbeddingWidth { get; init; } = MmvaModelOptions.DefaultEmbeddingWidth;

    /// <summary>The width of hidden layers.</summary>
    /// <value>The default is <see cref="MmvaModelOptions.DefaultHiddenWidth"/>.</value>
    public int HiddenWidth { get; init; } = MmvaModelOptions.DefaultHiddenWidth;

    /// <summary>The fraction of hidden units set to zero in training, from 0 to below 1.</summary>
    /// <value>The default is <see cref="MmvaModelOptions.DefaultDropout"/>.</value>
    public float Dropout { get; init; } = MmvaModelOptions.DefaultDropout;

    /// <summary>
    /// The similarity, above 0 and at most 1, from which on a pair counts as corresponding in the training of the binary systems.
    /// </summary>
    /// <value>
    /// The default is <see cref="DefaultCorrespondenceThreshold"/>: the points are at most σ apart, which is the mean distance if σ is estimated.
    /// </value>
    public double CorrespondenceThreshold { get; init; } = DefaultCorrespondenceThreshold;

    /// <summary>σ of Eq. 1, which <see cref="ComparisonSystem.Cdcml"/> needs in training. A trainer sets it from its batch source.</summary>
    /// <value>The default is <see langword="null"/>: not known.</value>
    public double? Sigma { get; init; }

    /// <summary>The options of an MMVA model with the same parts.</summary>
    internal MmvaModelOptions Parts => new()
    {
        Image = Image,
        Music = Music,
        EmbeddingWidth = EmbeddingWidth,
        HiddenWidth = HiddenWidth,
        Dropout = Dropout,
        Sigma = Sigma,
    };
}

internal sealed class ComparisonModelOptionsValidator : IValidateOptions<ComparisonModelOptions>
{
    public ValidateOptionsResult Validate(string? name, ComparisonModelOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        errors.AddResult(new MmvaModelOptionsValidator().Validate(name, options.Parts));
        errors.Expect(
            options.CorrespondenceThreshold is > 0 and <= 1, nameof(options.CorrespondenceThreshold), options.CorrespondenceThreshold,
            "above 0 and at most 1");
        return errors.Build();
    }
}
