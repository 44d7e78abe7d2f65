namespace Mmva;

/// <summary>A pretrained encoder: computes features of inputs of one modality.</summary>
/// <typeparam name="TInput"><see cref="RgbImage"/> for images, <see cref="Waveform"/> for music, <see cref="string"/> for captions.</typeparam>
/// <remarks>
/// Implementations are safe to call from several threads at once. The same input gives the same features, alone or in any batch, within rounding.
/// </remarks>
public interface IModalityEncoder<in TInput>
{
    /// <summary>Describes the features and the origin of the weights.</summary>
    EncoderMetadata Metadata { get; }

    /// <summary>Encodes a batch.</summary>
    /// <param name="inputs">Any number of inputs, none of them null. An empty list gives an empty batch.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The features, [inputs, layers, width], in the order of the inputs.</returns>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<FeatureBatch> EncodeAsync(IReadOnlyList<TInput> inputs, CancellationToken cancellationToken = default);
}
