namespace Mmva;

/// <summary>Describes the features of an encoder and the origin of its weights.</summary>
/// <param name="Name">A short name, for example <c>clip-vit-base-patch32</c>.</param>
/// <param name="Layers">The number of feature vectors per input: 13 for MERT and RoBERTa, 1 for CLIP.</param>
/// <param name="Width">The length of a feature vector: 768 for MERT and RoBERTa, 512 for CLIP.</param>
/// <param name="License">The license of the weights.</param>
/// <param name="Source">Where the weights were published.</param>
/// <param name="Fingerprint">Identifies weights, precision and preprocessing; the key of the feature cache.</param>
public sealed record EncoderMetadata(string Name, int Layers, int Width, string License, string Source, string Fingerprint)
{
    private readonly (string? Of, string Fingerprint) _weights;

    /// <summary>
    /// Identifies weights and preprocessing, but not the precision: the key of results that differ too little between precisions to be computed for
    /// each.
    /// </summary>
    /// <value>The default is <see cref="Fingerprint"/>, to which it returns in a copy with another fingerprint.</value>
    public string WeightsFingerprint
    {
        get => _weights.Of == Fingerprint ? _weights.Fingerprint : Fingerprint;
        init => _weights = (Fingerprint, value);
    }
}
