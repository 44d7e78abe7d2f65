namespace TrainCompact;

/// <summary>The numbers of the training, chosen by what grouped folds gave.</summary>
internal static class Recipe
{
    public static double SimilarityLoss = 1, TextNoise = 0, WEmo = 5, WWar = 2, WMus = 1, WQ = .5, WC = .6, WP = 1; public static double VgW = 4, EmoW = .2;
    public const CaptionPairing Pairing = CaptionPairing.Random;

    public static int EmbeddingWidth = 256, HiddenWidth = 512;
    public static float Dropout = 0.5f;
    public static double LearningRate = 6e-4, WeightDecay = 0.01;
    public static int BatchSize = 128, Epochs = 90;

    /// <summary>Folds of the items: each is held out once.</summary>
    public static int Folds = 5;

    /// <summary>Folds on which the ways of pairing captions are compared.</summary>
    public static int ComparedFolds = 2;

    /// <summary>Principal components that the necks are trained on.</summary>
    public static int ImageComponents = 200, MusicComponents = 200, TextComponents = 400;

    /// <summary>Copies of each image and piece in an epoch, each with noise of its own of this deviation (1 is the usual component).</summary>
    public static int ImageCopies = 12, MusicCopies = 7;
    public static float ImageNoise = 1.2f, MusicNoise = 0.8f;

    /// <summary>How far from the centre EMOPIA's quadrants are taken to lie: its labels say no more than on which side of it a clip is.</summary>
    public static float QuadrantDistance = 0.2f;

    /// <summary>How much a piece of a set counts. VGMIDI's ratings spread half as wide as Musemo's: they count more, or their order would be lost. EMOPIA's are weak labels.</summary>
    public static float MusicWeight(string source) => source switch { "vgmidi" => (float)VgW, "emopia" => (float)EmoW, _ => 1 };

    public static float TextWeight(string source) => (float)(source switch { "emobank" => WEmo, "warriner" => WWar, "query" => WQ, "caption" => WC, "prompt" => WP, _ => WMus });

    /// <summary>The share of each set of texts in a batch. The small ones, which are about music, count as much as the large ones.</summary>
    public static readonly IReadOnlyDictionary<string, double> TextShares = new Dictionary<string, double>
    {
        ["emobank"] = 0.25, ["warriner"] = 0.2, ["musiccaps"] = 0.2, ["query"] = 0.23, ["caption"] = 0.07, ["prompt"] = 0.05,
    };

    /// <summary>The sets of texts that a language model rated; all others were rated by people.</summary>
    public static readonly IReadOnlySet<string> MusicalTexts = new HashSet<string> { "musiccaps", "query", "caption", "prompt" };

    /// <summary>How far the predictions of a modality are widened, as factors on logits; see <see cref="Calibration"/>.</summary>
    public static readonly (double Valence, double Arousal) ImageSpread = (1, 1), MusicSpread = (1, 1), TextSpread = (1, 1);
}
