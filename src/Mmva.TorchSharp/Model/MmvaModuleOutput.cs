using static TorchSharp.torch;

namespace Mmva.TorchSharp;

/// <summary>The predictions for matched images, music and captions.</summary>
/// <param name="Image">Valence and arousal of the images, [batch, 2].</param>
/// <param name="Music">Valence and arousal of the music, [batch, 2].</param>
/// <param name="Caption">Valence and arousal of the captions, [batch, 2].</param>
/// <param name="Similarity">The similarity of each triple, [batch, 1], or <see langword="null"/> if the model has no similarity head.</param>
public sealed record MmvaModuleOutput(Tensor Image, Tensor Music, Tensor Caption, Tensor? Similarity);
