namespace Mmva.Evaluation;

/// <summary>Figures of the papers, to be shown next to your own together with the <see cref="Warning"/>.</summary>
public static class PublishedResults
{
    private const string Mmva = "arXiv 2501.01094", Acp = "arXiv 1904.00150", Imemnet = "IMEMNet", ImemnetC = "IMEMNet-C", Imac = "IMAC";

    /// <summary>What a reader must know before comparing.</summary>
    public const string Warning =
        "Published figures come from other data, other splits and other inputs (images and audio, not the features used here). Where clips of one "
        + "song are in training and test, small errors of music need no learning. They are not comparable with measurements on your data.";

    /// <summary>The tasks of the paper's comparison for which no figure of a system is at hand.</summary>
    public const string Missing =
        "Not at hand: all errors of SP-Net, L3-Net and ACP-Net; CDCML's for music and similarity; MMVA's for captions. They are in the tables of "
        + "arXiv 2501.01094 and 2009.05103.";

    /// <summary>The figures that are at hand. None is filled in from memory.</summary>
    public static IReadOnlyList<PublishedResult> All { get; } =
    [
        .. Errors("MMVA", "image valence", 0.0231, 0.110, ImemnetC),
        .. Errors("MMVA", "image arousal", 0.049, 0.181, ImemnetC),
        .. Errors("MMVA", "music valence", 0.0003, 0.008, ImemnetC),
        .. Errors("MMVA", "music arousal", 0.0002, 0.007, ImemnetC),
        .. Errors("MMVA", "similarity", 0.033, 0.147, ImemnetC),
        .. Errors("MMVA without random matching", "similarity", 0.085, 0.247, ImemnetC),
        .. Errors("CDCML", "image valence", 0.044, 0.157, Imemnet),
        .. Errors("CDCML", "image arousal", 0.050, 0.175, Imemnet),
        new("ACP-Net", "correspondence", "accuracy", 0.6167, Imac, Acp),
        new("L3-Net", "correspondence", "accuracy", 0.5717, Imac, Acp),
        new("Spectrogram-ACP", "correspondence", "accuracy", 0.5584, Imac, Acp),
    ];

    private static PublishedResult[] Errors(string system, string task, double squared, double absolute, string data) =>
        [new(system, task, "MSE", squared, data, Mmva), new(system, task, "MAE", absolute, data, Mmva)];
}
