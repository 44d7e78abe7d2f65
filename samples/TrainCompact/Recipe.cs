namespace TrainCompact;

/// <summary>The hyperparameters, chosen by the results of the first two grouped folds.</summary>
internal static class Recipe
{
    public const CaptionPairing Pairing = CaptionPairing.Random;

    public const int EmbeddingWidth = 256, HiddenWidth = 512;
    public const float Dropout = 0.5f;
    public const double LearningRate = 8e-4, WeightDecay = 0.01;
    public const int BatchSize = 128;

    /// <summary>All epochs, those at the beginning with texts alone, and those of the similarity head afterward.</summary>
    public const int Epochs = 66, TextEpochs = 44, SimilarityEpochs = 50;

    /// <summary>Folds of the items, each held out once, and those on which the ways of pairing captions are compared.</summary>
    public const int Folds = 5, ComparedFolds = 2;

    /// <summary>Principal components that the necks are trained on.</summary>
    public const int ImageComponents = 200, MusicComponents = 200, TextComponents = 400;

    /// <summary>Copies of each image and piece in an epoch, each with its own noise of this deviation (1 is the usual component).</summary>
    public const int ImageCopies = 12, MusicCopies = 7;
    public const float ImageNoise = 1.2f, MusicNoise = 0.8f;

    /// <summary>The assumed distance of EMOPIA's quadrants from the center: its labels only say on which side of it a clip is.</summary>
    public const float QuadrantDistance = 0.2f;

    /// <summary>The weight of a piece, by its set.</summary>
    // VGMIDI's ratings spread half as wide as Musemo's: they count more, or their order would be lost. EMOPIA's are weak labels
    public static float MusicWeight(string source) => source switch { "vgmidi" => 4, "emopia" => 0.2f, _ => 1 };

    /// <summary>The weight of a text, by its set: roughly the inverse variance of the set's ratings, for the same reason.</summary>
    public static float TextWeight(string source) =>
        source switch { "emobank" => 5, "warriner" or "negated" => 2, "query" => 0.8f, "caption" => 0.6f, _ => 1 };

    /// <summary>The share of each set of texts in a batch. The small ones, which are about music, count as much as the large ones.</summary>
    public static readonly IReadOnlyDictionary<string, double> TextShares = new Dictionary<string, double>
    {
        ["emobank"] = 0.25, ["warriner"] = 0.18, ["negated"] = 0.04, ["musiccaps"] = 0.2, ["query"] = 0.26, ["caption"] = 0.07, ["prompt"] = 0.05,
    };

    /// <summary>The sets of texts that a language model rated; all others were rated by people.</summary>
    public static readonly IReadOnlySet<string> MusicalTexts = new HashSet<string> { "musiccaps", "query", "caption", "prompt" };

    /// <summary>How far the labels of a set are spread for training, so that predictions spread at least three quarters as wide as ratings.</summary>
    public static (float Valence, float Arousal) Stretch(string source) =>
        source switch { "oasis" => (1.1f, 1), "musemo" => (1.15f, 1), "vgmidi" => (1.05f, 1), "warriner" => (1, 1.2f), _ => (1, 1) };
}
