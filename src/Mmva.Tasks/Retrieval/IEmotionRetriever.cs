namespace Mmva;

/// <summary>Finds what feels alike: any of pictures, music and captions for any other.</summary>
/// <remarks>Safe to use from several threads at once. Calls that predict throw <see cref="MmvaException"/> where an encoder is missing.</remarks>
public interface IEmotionRetriever
{
    /// <summary>Where the items are kept: for removing, counting, and searching from a known place.</summary>
    IEmotionIndex Index { get; }

    /// <summary>Places images on the emotion plane and keeps them; those with known ids are replaced.</summary>
    /// <returns>The items as they were kept, in order.</returns>
    /// <exception cref="EmotionIndexException">An id is invalid or given twice; nothing was kept.</exception>
    Task<IReadOnlyList<EmotionItem>> IndexAsync(IReadOnlyList<RetrievalInput<RgbImage>> images, CancellationToken cancellationToken = default);

    /// <summary>Places pieces of music on the emotion plane and keeps them; those with known ids are replaced.</summary>
    /// <inheritdoc cref="IndexAsync(IReadOnlyList{RetrievalInput{RgbImage}}, CancellationToken)"/>
    Task<IReadOnlyList<EmotionItem>> IndexAsync(IReadOnlyList<RetrievalInput<Waveform>> music, CancellationToken cancellationToken = default);

    /// <summary>Places captions on the emotion plane and keeps them; those with known ids are replaced.</summary>
    /// <inheritdoc cref="IndexAsync(IReadOnlyList{RetrievalInput{RgbImage}}, CancellationToken)"/>
    Task<IReadOnlyList<EmotionItem>> IndexAsync(IReadOnlyList<RetrievalInput<string>> captions, CancellationToken cancellationToken = default);

    /// <summary>Finds what feels like an image.</summary>
    /// <param name="image">The image; it need not be in the index.</param>
    /// <param name="count">How many to find, at least 1.</param>
    /// <param name="among">One modality alone; null for all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The nearest items, nearest first.</returns>
    Task<IReadOnlyList<EmotionMatch>> FindAsync(RgbImage image, int count, Modality? among = null, CancellationToken cancellationToken = default);

    /// <summary>Finds what feels like a piece of music.</summary>
    /// <param name="music">The music; it need not be in the index.</param>
    /// <param name="count">How many to find, at least 1.</param>
    /// <param name="among">One modality alone; null for all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The nearest items, nearest first.</returns>
    Task<IReadOnlyList<EmotionMatch>> FindAsync(Waveform music, int count, Modality? among = null, CancellationToken cancellationToken = default);

    /// <summary>Finds what feels like a text.</summary>
    /// <param name="caption">The text; it need not be in the index.</param>
    /// <param name="count">How many to find, at least 1.</param>
    /// <param name="among">One modality alone; null for all.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The nearest items, nearest first.</returns>
    Task<IReadOnlyList<EmotionMatch>> FindAsync(string caption, int count, Modality? among = null, CancellationToken cancellationToken = default);

    /// <summary>Finds music for an image and a text: the nearest to the middle of their places, put into the order of the similarity predictor.</summary>
    /// <param name="image">The image.</param>
    /// <param name="caption">The text that the music should go with.</param>
    /// <param name="count">How many to return, at least 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The most similar first.</returns>
    /// <exception cref="MmvaException">The heads have no similarity predictor, or items were kept without embeddings.</exception>
    Task<IReadOnlyList<RerankedMatch>> FindMusicAsync(RgbImage image, string caption, int count, CancellationToken cancellationToken = default);

    /// <summary>Finds images for a piece of music and its caption: the nearest to the middle of their places, put into the order of the similarity predictor.</summary>
    /// <param name="music">The music.</param>
    /// <param name="caption">The music's caption.</param>
    /// <param name="count">How many to return, at least 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The most similar first.</returns>
    /// <exception cref="MmvaException">The heads have no similarity predictor, or items were kept without embeddings.</exception>
    Task<IReadOnlyList<RerankedMatch>> FindImagesAsync(Waveform music, string caption, int count, CancellationToken cancellationToken = default);

    /// <summary>Finds captions for an image and a piece of music: the nearest to the middle of their places, put into the order of the similarity predictor.</summary>
    /// <param name="image">The image.</param>
    /// <param name="music">The music.</param>
    /// <param name="count">How many to return, at least 1.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The most similar first.</returns>
    /// <exception cref="MmvaException">The heads have no similarity predictor, or items were kept without embeddings.</exception>
    Task<IReadOnlyList<RerankedMatch>> FindCaptionsAsync(RgbImage image, Waveform music, int count, CancellationToken cancellationToken = default);
}
