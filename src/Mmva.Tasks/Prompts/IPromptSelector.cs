using Mmva.Tasks;

namespace Mmva;

/// <summary>
/// Finds the prompts for music generation that feel like an image, a video, a piece of music, a text or a point on the emotion plane.
/// </summary>
/// <remarks>
/// Safe to use from several threads at once. The first call needs the catalogue of prompts: with the compact model it is read from a file,
/// with other encoders or models all prompts are predicted once, which takes minutes; <see cref="PrepareAsync"/> does that in advance and with
/// progress.
/// After that a search takes microseconds. Prompts are returned nearest first; those after the first vary according to
/// <see cref="PromptGenerationOptions.Diversity"/>.
/// </remarks>
public interface IPromptSelector
{
    /// <summary>Reads or builds the catalogue.</summary>
    /// <param name="progress">Receives progress reports while the catalogue is built; optional.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests; a later call resumes the build.</param>
    /// <returns>The catalogue.</returns>
    /// <exception cref="MmvaException">No caption encoder is registered, or the catalogue cannot be stored.</exception>
    /// <exception cref="OperationCanceledException">The operation was canceled.</exception>
    Task<PromptCatalogue> PrepareAsync(IProgress<PromptCatalogueProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Finds prompts that feel like a point on the emotion plane.</summary>
    /// <param name="emotion">The point; finite.</param>
    /// <param name="count">The number of prompts, at least 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The prompts, nearest first.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1, or the point is not finite.</exception>
    /// <exception cref="MmvaException">The catalogue is unavailable.</exception>
    Task<IReadOnlyList<PromptMatch>> SelectAsync(ValenceArousal emotion, int count = 1, CancellationToken cancellationToken = default);

    /// <summary>Finds prompts that feel like the frames of one video on average. For unrelated images use <see cref="SelectForEachAsync"/>.</summary>
    /// <param name="frames">At least one frame.</param>
    /// <param name="count">The number of prompts, at least 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The prompts, nearest first.</returns>
    /// <exception cref="ArgumentException">There are no frames.</exception>
    /// <exception cref="MmvaException">No image encoder is registered, or the catalogue is unavailable.</exception>
    Task<IReadOnlyList<PromptMatch>> SelectAsync(IReadOnlyList<RgbImage> frames, int count = 1, CancellationToken cancellationToken = default);

    /// <summary>Finds prompts for each of many images, which are encoded in batches.</summary>
    /// <param name="images">Any number of images.</param>
    /// <param name="count">The number of prompts for each image, at least 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The prompts of every image, in the order of the images.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="MmvaException">No image encoder is registered, or the catalogue is unavailable.</exception>
    Task<IReadOnlyList<IReadOnlyList<PromptMatch>>> SelectForEachAsync(
        IReadOnlyList<RgbImage> images, int count = 1, CancellationToken cancellationToken = default);

    /// <summary>Finds prompts that feel like a piece of music.</summary>
    /// <param name="music">The music.</param>
    /// <param name="count">The number of prompts, at least 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The prompts, nearest first.</returns>
    /// <exception cref="MmvaException">No music encoder is registered, or the catalogue is unavailable.</exception>
    Task<IReadOnlyList<PromptMatch>> SelectAsync(Waveform music, int count = 1, CancellationToken cancellationToken = default);

    /// <summary>Finds prompts that feel like a text.</summary>
    /// <param name="caption">The text.</param>
    /// <param name="count">The number of prompts, at least 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The prompts, nearest first.</returns>
    /// <exception cref="MmvaException">No caption encoder is registered, or the catalogue is unavailable.</exception>
    Task<IReadOnlyList<PromptMatch>> SelectAsync(string caption, int count = 1, CancellationToken cancellationToken = default);
}
