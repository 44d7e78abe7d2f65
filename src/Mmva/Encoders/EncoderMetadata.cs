namespace Mmva.Encoders;

/// <summary>What an encoder gives and where its weights come from.</summary>
/// <param name="Name">A short name, for example <c>clip-vit-base-patch32</c>.</param>
/// <param name="Layers">Feature vectors per input: 13 for MERT and RoBERTa, 1 for CLIP.</param>
/// <param name="Width">Numbers per feature vector: 768 for MERT and RoBERTa, 512 for CLIP.</param>
/// <param name="Licence">The licence of the weights.</param>
/// <param name="Source">Where the weights were published.</param>
/// <param name="Fingerprint">Changes when weights, precision or preprocessing change; it keys the feature cache.</param>
public sealed record EncoderMetadata(string Name, int Layers, int Width, string Licence, string Source, string Fingerprint);
