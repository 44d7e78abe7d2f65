namespace Mmva.Evaluation;

/// <summary>
/// The systems with which the paper compares MMVA, built on given features. Where their sources are silent they are approximations;
/// <c>docs/training.md</c> says which parts are known.
/// </summary>
public enum ComparisonSystem
{
    /// <summary>
    /// <see cref="AcpNet"/> with the lowest layer of the music features only, in place of a learned mix of all layers. Probably the variant of
    /// arXiv 1904.00150 whose music input is a spectrogram. The same as <see cref="AcpNet"/> if the music features have one layer.
    /// </summary>
    SpNet,

    /// <summary>
    /// In the style of L³-Net (arXiv 1705.08168): one branch per modality, concatenation, a hidden layer of 128, binary correspondence.
    /// </summary>
    L3Net,

    /// <summary>
    /// In the style of ACP-Net (arXiv 1904.00150): both modalities are projected into a common space and compared there, binary correspondence.
    /// </summary>
    AcpNet,

    /// <summary>
    /// In the style of CDCML (arXiv 2009.05103): a shared embedding space whose distances follow the continuous similarities across and within
    /// modalities, trained together with the regression of the similarity and of valence and arousal.
    /// </summary>
    Cdcml,
}
