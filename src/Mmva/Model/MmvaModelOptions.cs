using Microsoft.Extensions.Options;

namespace Mmva;

/// <summary>The sizes of an <see cref="MmvaModel"/> and the σ it was trained for. The default sizes are the paper's.</summary>
/// <remarks>Immutable, unlike other options: these identify a model and are stored in its file.</remarks>
public sealed record MmvaModelOptions
{
    /// <summary>The default of <see cref="EmbeddingWidth"/>.</summary>
    public const int DefaultEmbeddingWidth = 512;
    /// <summary>The default of <see cref="HiddenWidth"/>.</summary>
    public const int DefaultHiddenWidth = 512;
    /// <summary>The default of <see cref="Dropout"/>.</summary>
    public const float DefaultDropout = 0.5f;

    /// <summary>The shape of the image encoder's features.</summary>
    /// <value>The default is 1 × 512, CLIP's image embedding.</value>
    public FeatureShape Image { get; init; } = new(1, 512);

    /// <summary>The shape of the music encoder's features.</summary>
    /// <value>The default is 13 × 768, MERT's hidden states.</value>
    public FeatureShape Music { get; init; } = new(13, 768);

    /// <summary>The shape of the caption encoder's features.</summary>
    /// <value>The default is 13 × 768, RoBERTa's hidden states.</value>
    public FeatureShape Caption { get; init; } = new(13, 768);

    /// <summary>The width of every modality's embedding. Features of shape 1 × this width already are embeddings and get no neck.</summary>
    /// <value>The default is <see cref="DefaultEmbeddingWidth"/>.</value>
    public int EmbeddingWidth { get; init; } = DefaultEmbeddingWidth;

    /// <summary>The width of the heads' hidden layers.</summary>
    /// <value>The default is <see cref="DefaultHiddenWidth"/>.</value>
    public int HiddenWidth { get; init; } = DefaultHiddenWidth;

    /// <summary>The fraction of hidden units set to zero in training, from 0 to below 1.</summary>
    /// <value>The default is <see cref="DefaultDropout"/>.</value>
    public float Dropout { get; init; } = DefaultDropout;

    /// <summary>Whether the model has a similarity head. Without it, the model is the paper's second ablation.</summary>
    /// <value>The default is true.</value>
    public bool SimilarityHead { get; init; } = true;

    /// <summary>
    /// σ of Eq. 1 in the training data: the similarity of two points is exp(−distance / σ). A trainer sets it from its batch source.
    /// </summary>
    /// <value>The default is <see langword="null"/>: not known.</value>
    public double? Sigma { get; init; }

    /// <summary>Returns the feature shape of a modality.</summary>
    public FeatureShape ShapeOf(Modality modality) => modality switch
    {
        Modality.Image => Image,
        Modality.Music => Music,
        Modality.Caption => Caption,
        _ => throw new ArgumentOutOfRangeException(nameof(modality), modality, "Unknown modality."),
    };

    /// <summary>Returns whether a modality's features go through a neck.</summary>
    public bool HasNeck(Modality modality) => ShapeOf(modality) != new FeatureShape(1, EmbeddingWidth);
}

internal sealed class MmvaModelOptionsValidator : IValidateOptions<MmvaModelOptions>
{
    // options are read from files too; a larger size means a damaged or hostile file
    private const int MaxSize = 1 << 16;

    public ValidateOptionsResult Validate(string? name, MmvaModelOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        void ExpectSize(string member, int value) => errors.Expect(value is >= 1 and <= MaxSize, member, value, $"from 1 to {MaxSize}");

        foreach (var modality in Enum.GetValues<Modality>())
        {
            ExpectSize($"{modality}.{nameof(FeatureShape.Layers)}", options.ShapeOf(modality).Layers);
            ExpectSize($"{modality}.{nameof(FeatureShape.Width)}", options.ShapeOf(modality).Width);
        }
        ExpectSize(nameof(options.EmbeddingWidth), options.EmbeddingWidth);
        ExpectSize(nameof(options.HiddenWidth), options.HiddenWidth);
        errors.Expect(options.Dropout is >= 0 and < 1, nameof(options.Dropout), options.Dropout, "from 0 to below 1");
        errors.Expect(
            options.Sigma is null or (> 0 and < double.PositiveInfinity), nameof(options.Sigma), options.Sigma, "above 0 and finite, or null");
        return errors.Build();
    }
}
