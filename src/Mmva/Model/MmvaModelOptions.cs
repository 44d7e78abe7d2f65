using Mmva.Model;

namespace Mmva;

/// <summary>The sizes of an <see cref="MmvaModel"/>; the defaults are the paper's.</summary>
public sealed record MmvaModelOptions
{
    /// <summary>The default of <see cref="EmbeddingWidth"/>.</summary>
    public const int DefaultEmbeddingWidth = 512;
    /// <summary>The default of <see cref="HiddenWidth"/>.</summary>
    public const int DefaultHiddenWidth = 512;
    /// <summary>The default of <see cref="Dropout"/>.</summary>
    public const float DefaultDropout = 0.5f;

    // sizes come from files too; beyond this a file is wrong
    private const int MaxSize = 1 << 16;

    /// <summary>The image tower's features.</summary>
    /// <value>The default is 1 × 512, CLIP's image embedding.</value>
    public FeatureShape Image { get; init; } = new(1, 512);

    /// <summary>The music tower's features.</summary>
    /// <value>The default is 13 × 768, MERT's hidden states.</value>
    public FeatureShape Music { get; init; } = new(13, 768);

    /// <summary>The caption tower's features.</summary>
    /// <value>The default is 13 × 768, RoBERTa's hidden states.</value>
    public FeatureShape Caption { get; init; } = new(13, 768);

    /// <summary>The width of every modality's embedding. Features of 1 × this width are embeddings already and get no neck.</summary>
    /// <value>The default is <see cref="DefaultEmbeddingWidth"/>.</value>
    public int EmbeddingWidth { get; init; } = DefaultEmbeddingWidth;

    /// <summary>The width of the predictors' hidden layers.</summary>
    /// <value>The default is <see cref="DefaultHiddenWidth"/>.</value>
    public int HiddenWidth { get; init; } = DefaultHiddenWidth;

    /// <summary>The share of hidden numbers set to zero in training; from 0 up to, not including, 1.</summary>
    /// <value>The default is <see cref="DefaultDropout"/>.</value>
    public float Dropout { get; init; } = DefaultDropout;

    /// <summary>Whether the model has a similarity predictor (without it: the paper's first ablation).</summary>
    /// <value>The default is true.</value>
    public bool SimilarityHead { get; init; } = true;

    /// <summary>The feature shape of a modality.</summary>
    public FeatureShape ShapeOf(Modality modality) => modality switch
    {
        Modality.Image => Image,
        Modality.Music => Music,
        Modality.Caption => Caption,
        _ => throw new ArgumentOutOfRangeException(nameof(modality), modality, "Unknown modality."),
    };

    /// <summary>Whether a modality's features go through a neck.</summary>
    public bool HasNeck(Modality modality) => ShapeOf(modality) != new FeatureShape(1, EmbeddingWidth);

    /// <summary>Checks every size.</summary>
    /// <exception cref="ArgumentException">A size is not possible; the message names all that are not.</exception>
    public void Validate()
    {
        var wrong = new List<string>();
        void Size(string name, int value)
        {
            if (value is < 1 or > MaxSize) wrong.Add($"{name} is {value}, allowed are 1 to {MaxSize}");
        }
        foreach (var modality in Enum.GetValues<Modality>())
        {
            Size($"{modality}.Layers", ShapeOf(modality).Layers);
            Size($"{modality}.Width", ShapeOf(modality).Width);
        }
        Size(nameof(EmbeddingWidth), EmbeddingWidth);
        Size(nameof(HiddenWidth), HiddenWidth);
        if (!(Dropout is >= 0 and < 1)) wrong.Add($"{nameof(Dropout)} is {Dropout}, allowed is 0 up to, not including, 1");
        if (wrong.Count > 0) throw new ArgumentException($"Model options: {string.Join("; ", wrong)}.");
    }
}
