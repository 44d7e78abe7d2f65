using Mmva.Tasks;

namespace Mmva;

/// <summary>Finds the prompts for music generation that feel like a picture, a video, a piece of music, a text or a place on the emotion plane.</summary>
/// <remarks>
/// Safe to use from several threads at once. The first call needs the catalogue of prompts: with the compact model it is read from a file,
/// with other encoders or heads all prompts are embedded once, which takes minutes; <see cref="PrepareAsync"/> does that beforehand and with progress.
/// From then on a search takes microseconds. Prompts come nearest first; those after the first vary as <see cref="PromptGenerationOptions.Diversity"/> says.
/// </remarks>
public interface IPromptSelector
{
    /// <summary>Reads or builds the catalogue.</summary>
    /// <param name="progress">Told while it is built.</param>
    /// <param name="cancellationToken">Ends the work; a later call goes on where it stopped.</param>
    /// <exception cref="MmvaException">There is no encoder for captions, or the catalogue cannot be kept.</exception>
    Task<PromptCatalogue> PrepareAsync(IProgress<PromptCatalogueProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Prompts that feel like a place of the emotion plane.</summary>
    /// <param name="emotion">The place; finite.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Ends the wait for the catalogue.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1 or the place is not finite.</exception>
    /// <exception cref="MmvaException">The catalogue cannot be had.</exception>
    Task<IReadOnlyList<PromptMatch>> SelectAsync(ValenceArousal emotion, int count = 1, CancellationToken cancellationToken = default);

    /// <summary>Prompts that feel like the frames of one video on average. <see cref="SelectForEachAsync"/> takes pictures that have nothing to do with each other.</summary>
    /// <param name="frames">At least one picture.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ArgumentException">There is no frame.</exception>
    /// <exception cref="MmvaException">There is no encoder for images, or the catalogue cannot be had.</exception>
    Task<IReadOnlyList<PromptMatch>> SelectAsync(IReadOnlyList<RgbImage> frames, int count = 1, CancellationToken cancellationToken = default);

    /// <summary>Prompts for many pictures, each on its own; the encoder gets them in batches.</summary>
    /// <param name="images">Any number of pictures.</param>
    /// <param name="count">How many prompts for each picture, at least 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The prompts of every picture, in the order of the pictures.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    /// <exception cref="MmvaException">There is no encoder for images, or the catalogue cannot be had.</exception>
    Task<IReadOnlyList<IReadOnlyList<PromptMatch>>> SelectForEachAsync(IReadOnlyList<RgbImage> images, int count = 1, CancellationToken cancellationToken = default);

    /// <summary>Prompts that feel like a piece of music.</summary>
    /// <param name="music">The music.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="MmvaException">There is no encoder for music, or the catalogue cannot be had.</exception>
    Task<IReadOnlyList<PromptMatch>> SelectAsync(Waveform music, int count = 1, CancellationToken cancellationToken = default);

    /// <summary>Prompts that feel like a text.</summary>
    /// <param name="caption">The text.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="MmvaException">There is no encoder for captions, or the catalogue cannot be had.</exception>
    Task<IReadOnlyList<PromptMatch>> SelectAsync(string caption, int count = 1, CancellationToken cancellationToken = default);
}

/// <summary>More ways to ask for prompts.</summary>
public static class PromptSelectorExtensions
{
    /// <summary>Prompts that feel like a picture.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="image">The picture.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="MmvaException">There is no encoder for images, or the catalogue cannot be had.</exception>
    public static Task<IReadOnlyList<PromptMatch>> SelectAsync(this IPromptSelector selector, RgbImage image, int count = 1, CancellationToken cancellationToken = default) =>
        selector.SelectAsync([image], count, cancellationToken);

    /// <summary>Prompts that feel like the mean of several places: those of a video's frames, for example.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="emotions">At least one place; all finite.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="cancellationToken">Ends the wait for the catalogue.</param>
    /// <exception cref="ArgumentException">There is no place.</exception>
    public static Task<IReadOnlyList<PromptMatch>> SelectAsync(this IPromptSelector selector, IReadOnlyList<ValenceArousal> emotions, int count = 1, CancellationToken cancellationToken = default)
    {
        if (emotions.Count == 0) throw new ArgumentException("There is nothing to take the mean of.", nameof(emotions));
        return selector.SelectAsync(new ValenceArousal((float)emotions.Average(e => (double)e.Valence), (float)emotions.Average(e => (double)e.Arousal)), count, cancellationToken);
    }
}
