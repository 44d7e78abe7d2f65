namespace TrainCompact;

/// <summary>The numbers of the training, chosen by the mean validation score over grouped folds.</summary>
internal static class Recipe
{
    /// <summary>The way of pairing captions that did best.</summary>
    public const CaptionPairing Pairing = CaptionPairing.Random;

    public const int EmbeddingWidth = 256, HiddenWidth = 256;
    public const float Dropout = 0.5f;
    public const double LearningRate = 6e-4, WeightDecay = 0.01;
    public const int BatchSize = 128, Epochs = 40, Patience = 12;

    /// <summary>Folds of the items: each is held out once, and the next one is validated on.</summary>
    public const int Folds = 5;

    /// <summary>Folds on which the ways of pairing captions are compared.</summary>
    public const int ComparedFolds = 2;

    /// <summary>Principal components that the necks are trained on.</summary>
    public const int ImageComponents = 200, MusicComponents = 150, TextComponents = 400;

    /// <summary>Copies of each image and piece, each with noise of its own of this deviation (1 is the usual component): few items, so what the heads learn must not hang on small details.</summary>
    public const int Copies = 12;
    public const float ImageNoise = 1, MusicNoise = 0.6f;

    /// <summary>VGMIDI's ratings spread half as wide as Musemo's: they count more, or their order would be lost.</summary>
    public const float VgmidiWeight = 4;

    /// <summary>Of the mixed ways of pairing: the share of a batch whose caption is near its music in emotion.</summary>
    public const double NearestShare = 0.5;
}
