using Microsoft.Extensions.VectorData;

namespace Mmva.Extensions.VectorData;

/// <summary>
/// An item of an emotion index as a record of a vector store, with types that stores commonly support: text, and one vector of two values.
/// </summary>
/// <remarks>Used by <see cref="VectorDataExtensions.AsEmotionIndex"/>, which converts items to records and back without loss.</remarks>
public sealed class EmotionRecord
{
    /// <summary>
    /// The key: the id of the item, any text of up to <see cref="EmotionItem.MaxIdLength"/> characters. Use ids that the store accepts as keys.
    /// </summary>
    [VectorStoreKey]
    public string Id { get; set; } = "";

    /// <summary>The modality: <c>image</c>, <c>music</c> or <c>caption</c>. Searches filter by it.</summary>
    [VectorStoreData(IsIndexed = true)]
    public string Modality { get; set; } = "";

    /// <summary>Valence, then arousal.</summary>
    [VectorStoreVector(2, DistanceFunction = DistanceFunction.EuclideanDistance)]
    public ReadOnlyMemory<float> Emotion { get; set; }

    /// <summary>The payload of the item, or <see langword="null"/> for none.</summary>
    [VectorStoreData]
    public string? Payload { get; set; }

    /// <summary>The embedding of the item: 32-bit floats, little-endian, as Base64. <see langword="null"/> for none.</summary>
    [VectorStoreData]
    public string? Embedding { get; set; }

    /// <summary>Describes the record for stores that need another distance or a certain kind of index than the attributes say.</summary>
    /// <param name="distanceFunction">
    /// <see cref="DistanceFunction.EuclideanDistance"/> or, for stores that have it instead, <see cref="DistanceFunction.EuclideanSquaredDistance"/>:
    /// both find the same items. A cosine would not.
    /// </param>
    /// <param name="indexKind">
    /// One of <see cref="IndexKind"/>, or <see langword="null"/> for the store's default. <see cref="IndexKind.Flat"/>, where there is one, is exact.
    /// </param>
    /// <returns>The definition to pass to <see cref="VectorStore.GetCollection{TKey, TRecord}"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="distanceFunction"/> is neither of the two.</exception>
    public static VectorStoreCollectionDefinition CreateDefinition(
        string distanceFunction = DistanceFunction.EuclideanDistance, string? indexKind = null)
    {
        if (distanceFunction is not (DistanceFunction.EuclideanDistance or DistanceFunction.EuclideanSquaredDistance))
            throw new ArgumentException(
                $"Emotions are compared by their Euclidean distance, squared or not, not by {distanceFunction}.", nameof(distanceFunction));
        return new()
        {
            Properties =
            [
                new VectorStoreKeyProperty(nameof(Id), typeof(string)),
                new VectorStoreDataProperty(nameof(Modality), typeof(string)) { IsIndexed = true },
                new VectorStoreVectorProperty(nameof(Emotion), typeof(ReadOnlyMemory<float>), 2)
                {
                    DistanceFunction = distanceFunction, IndexKind = indexKind,
                },
                new VectorStoreDataProperty(nameof(Payload), typeof(string)),
                new VectorStoreDataProperty(nameof(Embedding), typeof(string)),
            ],
        };
    }
}
