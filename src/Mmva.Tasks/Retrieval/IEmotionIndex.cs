namespace Mmva;

/// <summary>Finds pictures, music and captions by where they lie on the emotion plane.</summary>
/// <remarks>
/// Safe to use from several threads at once; readers see the index as it was before or after a write, never a part of it: each call that writes happens whole or not at all.
/// Answers are exact. Which of several items at the same distance comes first is not said.
/// </remarks>
public interface IEmotionIndex
{
    /// <summary>Adds items that are not there yet.</summary>
    /// <exception cref="EmotionIndexException">An id is there already or twice among <paramref name="items"/>, or an item is invalid; nothing was added.</exception>
    Task AddAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default);

    /// <summary>Adds items, or puts them in the place of those with the same ids.</summary>
    /// <exception cref="EmotionIndexException">An id is twice among <paramref name="items"/>, or an item is invalid; nothing was changed.</exception>
    Task UpsertAsync(IReadOnlyCollection<EmotionItem> items, CancellationToken cancellationToken = default);

    /// <summary>Removes items.</summary>
    /// <returns>How many were there.</returns>
    Task<int> RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken = default);

    /// <summary>The item with an id, or null.</summary>
    Task<EmotionItem?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>How many items there are.</summary>
    /// <param name="modality">Counts one modality alone; null for all.</param>
    /// <param name="cancellationToken">Ends the count.</param>
    Task<long> CountAsync(Modality? modality = null, CancellationToken cancellationToken = default);

    /// <summary>The items nearest to a place, nearest first.</summary>
    /// <param name="place">Where to look; finite.</param>
    /// <param name="count">How many to find, at least 1. Fewer are returned where the index holds fewer.</param>
    /// <param name="modality">Looks among one modality alone; null for all.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1, <paramref name="place"/> is not finite, or <paramref name="modality"/> is none of the three.</exception>
    Task<IReadOnlyList<EmotionMatch>> NearestAsync(ValenceArousal place, int count, Modality? modality = null, CancellationToken cancellationToken = default);
}
