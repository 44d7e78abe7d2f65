namespace Mmva;

/// <summary>More ways to select prompts.</summary>
public static class PromptSelectorExtensions
{
    /// <summary>Finds prompts that feel like an image.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="image">The image.</param>
    /// <param name="count">The number of prompts, at least 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The prompts, nearest first.</returns>
    /// <exception cref="MmvaException">No image encoder is registered, or the catalogue is unavailable.</exception>
    public static Task<IReadOnlyList<PromptMatch>> SelectAsync(
        this IPromptSelector selector, RgbImage image, int count = 1, CancellationToken cancellationToken = default) =>
        selector.SelectAsync([image], count, cancellationToken);

    /// <summary>Finds prompts that feel like the mean of several points, such as those of a video's frames.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="emotions">At least one point; all finite.</param>
    /// <param name="count">The number of prompts, at least 1.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The prompts, nearest first.</returns>
    /// <exception cref="ArgumentException">There are no points.</exception>
    public static Task<IReadOnlyList<PromptMatch>> SelectAsync(
        this IPromptSelector selector, IReadOnlyList<ValenceArousal> emotions, int count = 1, CancellationToken cancellationToken = default)
    {
        if (emotions.Count == 0) throw new ArgumentException("There are no points to average.", nameof(emotions));
        var mean = new ValenceArousal((float)emotions.Average(e => (double)e.Valence), (float)emotions.Average(e => (double)e.Arousal));
        return selector.SelectAsync(mean, count, cancellationToken);
    }
}
