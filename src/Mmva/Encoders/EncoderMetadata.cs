namespace Mmva;

/// <summary>What an encoder gives and where its weights come from.</summary>
/// <param name="Name">A short name, for example <c>clip-vit-base-patch32</c>.</param>
/// <param name="Layers">Feature vectors per input: 13 for MERT and RoBERTa, 1 for CLIP.</param>
/// <param name="Width">Numbers per feature vector: 768 for MERT and RoBERTa, 512 for CLIP.</param>
/// <param name="License">The license of the weights.</param>
/// <param name="Source">Where the weights were published.</param>
/// <param name="Fingerprint">Changes when weights, precision or preprocessing change; it keys the feature cache.</param>
public sealed record EncoderMetadata(string Name, int Layers, int Width, string License, string Source, string Fingerprint)
{
    private readonly (string? Of, string Fingerprint) _weights;

    /// <summary>Changes when weights or preprocessing change, but not with the precision: it keys what differs too little between precisions to be computed for each.</summary>
    /// <value>The default is <see cref="Fingerprint"/>, and so it is again in a copy with another fingerprint.</value>
    public string WeightsFingerprint
    {
        get => _weights.Of == Fingerprint ? _weights.Fingerprint : Fingerprint;
        init => _weights = (Fingerprint, value);
    }
}
