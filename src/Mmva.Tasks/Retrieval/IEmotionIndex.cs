namespace Mmva;

/// <summary>Finds images, music and captions by their points on the emotion plane.</summary>
/// <remarks>
/// Safe to use from several threads at once. Each write happens completely or not at all, and readers see the index as it was before or after a
/// write.
/// Answers are exact. The order of items at the same distance is unspecified.
/// </remarks>
public interface IEmotionIndex
{
    /// <summary>Adds new items.</summary>
    /// <param name="items">The items; their ids must not exist in the index.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="EmotionIndexException">
    /// An id already exists or appears twice among <paramref name="items"/>, or an item is invalid; nothing was added.
    /// </exception>
    Task AddAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default);

    /// <summary>Adds items, replacing those with the same ids.</summary>
    /// <param name="items">The items.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <exception cref="EmotionIndexException">
    /// An id appears twice among <paramref name="items"/>, or an item is invalid; nothing was changed.
    /// </exception>
    Task UpsertAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default);

    /// <summary>Removes items; unknown ids are ignored.</summary>
    /// <param name="ids">The ids of the items.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The number of items removed.</returns>
    Task<int> RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default);

    /// <summary>Finds an item by its id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The item, or <see langword="null"/> if the index does not contain it.</returns>
    Task<EmotionItem?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Counts the items.</summary>
    /// <param name="modality">The modality to count, or <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The number of items.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="modality"/> is undefined.</exception>
    Task<long> CountAsync(Modality? modality = null, CancellationToken cancellationToken = default);

    /// <summary>Finds the items nearest to a point, nearest first.</summary>
    /// <param name="point">The query point; finite.</param>
    /// <param name="count">The number of items to find, at least 1. Fewer are returned if the index has fewer.</param>
    /// <param name="modality">The modality to search, or <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The matches, nearest first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is below 1, <paramref name="point"/> is not finite, or <paramref name="modality"/> is undefined.
    /// </exception>
    Task<IReadOnlyList<EmotionMatch>> NearestAsync(
        ValenceArousal point, int count, Modality? modality = null, CancellationToken cancellationToken = default);

    /// <summary>Enumerates the items in constant memory.</summary>
    /// <param name="modality">The modality to enumerate, or <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The items as they were when the enumeration began, in an unspecified order; writes made meanwhile do not show.</returns>
    /// <remarks>The index may be read and written during the enumeration. Each enumeration of the result is a new one.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="modality"/> is undefined.</exception>
    IAsyncEnumerable<EmotionItem> ItemsAsync(Modality? modality = null, CancellationToken cancellationToken = default);

    /// <summary>Enumerates the items in a region of the plane in constant memory.</summary>
    /// <param name="region">The region; its edges belong to it.</param>
    /// <param name="modality">The modality to enumerate, or <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">The token to monitor for cancellation requests.</param>
    /// <returns>The items as they were when the enumeration began, in an unspecified order; writes made meanwhile do not show.</returns>
    /// <remarks>
    /// The indexes of this library read little more than the items in the region. An index that does not implement this reads all its items.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="region"/> is not valid, or <paramref name="modality"/> is undefined.
    /// </exception>
    IAsyncEnumerable<EmotionItem> WithinAsync(
        EmotionRegion region, Modality? modality = null, CancellationToken cancellationToken = default)
    {
        region.ThrowIfInvalid();
        return FilterAsync(ItemsAsync(modality, cancellationToken), region);

        static async IAsyncEnumerable<EmotionItem> FilterAsync(IAsyncEnumerable<EmotionItem> items, EmotionRegion region)
        {
            await foreach (var item in items.ConfigureAwait(false))
                if (region.Contains(item.Emotion)) yield return item;
        }
    }
}
