namespace Mmva;

/// <summary>A pretrained tower: turns inputs of one modality into features.</summary>
/// <typeparam name="TInput"><see cref="RgbImage"/> for images, <see cref="Waveform"/> for music, <see cref="string"/> for captions.</typeparam>
/// <remarks>Implementations are safe to call from several threads at once. The same input gives the same features, alone or in any batch, within rounding.</remarks>
public interface IModalityEncoder<in TInput>
{
    /// <summary>What the features are and where the weights come from.</summary>
    EncoderMetadata Metadata { get; }

    /// <summary>Encodes a batch.</summary>
    /// <param name="inputs">Any number of inputs, each of them not null; none gives an empty batch.</param>
    /// <param name="cancellationToken">Ends the work between the parts of a batch.</param>
    /// <returns>Features [inputs, layers, width], in the order of the inputs.</returns>
    Task<FeatureBatch> EncodeAsync(IReadOnlyList<TInput> inputs, CancellationToken cancellationToken = default);
}
