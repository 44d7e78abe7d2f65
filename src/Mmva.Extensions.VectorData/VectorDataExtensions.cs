using Microsoft.Extensions.VectorData;
using Mmva.Extensions.VectorData;

namespace Mmva;

/// <summary>Converts between emotion indexes and collections of Microsoft.Extensions.VectorData.</summary>
public static class VectorDataExtensions
{
    /// <summary>The default name of a collection.</summary>
    public const string DefaultCollectionName = "emotions";

    /// <summary>Lets other .NET code use an emotion index as a collection of a vector store.</summary>
    /// <param name="index">The index; it is not disposed with the collection.</param>
    /// <param name="predictor">
    /// Predicts the points of images, music and texts in searches, or <see langword="null"/> to search by points only.
    /// </param>
    /// <param name="decoder">Decodes <c>DataContent</c> in searches, or <see langword="null"/> for the default decoders.</param>
    /// <param name="name">The name of the collection, for messages and metadata.</param>
    /// <returns>
    /// A collection as thread-safe as the index and the predictor.
    /// <list type="bullet">
    /// <item><description>
    /// Searches accept a <see cref="ValenceArousal"/>, a vector of valence and arousal (<c>ReadOnlyMemory&lt;float&gt;</c>, <c>float[]</c>,
    /// <c>Embedding&lt;float&gt;</c>), an <see cref="EmotionItem"/>, and with a predictor an <see cref="RgbImage"/>, a <see cref="Waveform"/>, a
    /// string, a <c>DataContent</c> or a <see cref="MediaContent"/>. They are exact; the score is the Euclidean distance, the smaller the better,
    /// and a threshold is the largest distance. <see cref="EmotionalSimilarity.Score(double)"/> converts it.
    /// </description></item>
    /// <item><description>
    /// Filters are about <see cref="EmotionItem.Modality"/>; <see cref="NotSupportedException"/> names any other part, and an order.
    /// </description></item>
    /// <item><description>
    /// Without <c>IncludeVectors</c>, items come without <see cref="EmotionItem.Embedding"/>: do not write these back.
    /// </description></item>
    /// <item><description>
    /// Deleting the collection removes all items. Batches are written completely or not at all; an id must not appear twice in one.
    /// </description></item>
    /// <item><description>
    /// An <see cref="EmotionIndexException"/> is the cause of a <see cref="VectorStoreException"/>. Errors of predictor and decoder come as they are.
    /// </description></item>
    /// <item><description><c>GetService</c> returns <see cref="VectorStoreCollectionMetadata"/>, the index and the predictor.</description></item>
    /// </list>
    /// </returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static VectorStoreCollection<string, EmotionItem> AsVectorStoreCollection(
        this IEmotionIndex index, IEmotionPredictor? predictor = null, MediaDecoder? decoder = null, string name = DefaultCollectionName)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new EmotionCollection(index, name, predictor, decoder);
    }

    /// <summary>Uses a collection of any vector store as an emotion index. It is created when it is first used, unless it exists.</summary>
    /// <param name="collection">The collection, whose keys are strings; it is not disposed with the index.</param>
    /// <param name="similarity">Converts distances to similarities, or <see langword="null"/> for Eq. 1 with the σ of IMEMNet.</param>
    /// <returns>
    /// An index as thread-safe as the collection, which keeps the promises of <see cref="IEmotionIndex"/> as far as the store does:
    /// <list type="bullet">
    /// <item><description>
    /// Distances and similarities are computed from the points, but which items are found is up to the store: with an approximate index, some of the
    /// nearest may be missing, and its limit of results applies.
    /// </description></item>
    /// <item><description>
    /// A batch is one call of the store, atomic if that is. Adding looks for the ids first; writers through this object wait for each other, but a
    /// writer elsewhere may add an id in between, which is then replaced.
    /// </description></item>
    /// <item><description>Stores have no count: counting reads all records of the modality, without their vectors.</description></item>
    /// <item><description>
    /// An enumeration is one listing of the store; whether it shows writes made meanwhile is up to the store.
    /// </description></item>
    /// <item><description>
    /// A <see cref="VectorStoreException"/> is the cause of an <see cref="EmotionIndexException"/> that names the collection.
    /// </description></item>
    /// </list>
    /// </returns>
    public static IEmotionIndex AsEmotionIndex(
        this VectorStoreCollection<string, EmotionRecord> collection, EmotionalSimilarity? similarity = null)
    {
        ArgumentNullException.ThrowIfNull(collection);
        return new CollectionEmotionIndex(collection, similarity ?? new());
    }
}
